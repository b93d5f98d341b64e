import type { LayersModel } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";

const tf = await backend();

/**
 * Measures how long a network takes to predict one window, from call to the result in memory: the median of `repeats`
 * calls after `warmUp` calls that do not count, in milliseconds.
 */
export function inferenceMilliseconds(model: LayersModel, options: { repeats?: number; warmUp?: number } = {}): number {
  const { repeats = 200, warmUp = 20 } = options;
  const shape = model.inputs[0].shape.map((size) => size ?? 1);
  const window = tf.randomNormal(shape, 0, 1, "float32", 1);
  const times: number[] = [];
  for (let call = 0; call < warmUp + repeats; call++) {
    const started = performance.now();
    tf.tidy(() => (model.apply(window, { training: false }) as typeof window).dataSync());
    if (call >= warmUp) times.push(performance.now() - started);
  }
  window.dispose();
  times.sort((a, b) => a - b);
  return (times[Math.floor((repeats - 1) / 2)] + times[Math.floor(repeats / 2)]) / 2;
}
