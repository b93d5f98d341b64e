import type { LayersModel } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import { medianMilliseconds, type MedianTimeOptions } from "./median_time.ts";

const tf = await backend();

/**
 * Measures how long a network takes to predict one window, from call to the result in memory: the median of 200 calls,
 * unless told otherwise, after 20 that do not count, in milliseconds.
 */
export function inferenceMilliseconds(model: LayersModel, options: MedianTimeOptions = {}): number {
  const { repeats = 200, warmUp = 20 } = options;
  const shape = model.inputs[0].shape.map((size) => size ?? 1);
  const window = tf.randomNormal(shape, 0, 1, "float32", 1);
  const call = () => tf.tidy(() => void (model.apply(window, { training: false }) as typeof window).dataSync());
  const median = medianMilliseconds(call, { repeats, warmUp });
  window.dispose();
  return median;
}
