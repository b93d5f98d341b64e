import type { LayersModel } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import { GraphPrediction } from "../graph/graph_prediction.ts";
import { fold } from "../model/fold.ts";
import { medianMilliseconds, type MedianTimeOptions } from "./median_time.ts";

const tf = await backend();

/**
 * Measures how long a network takes to predict one window, from the window's numbers to the logits in memory: the median
 * of 200 calls, unless told otherwise, after 20 that do not count, in milliseconds. The network is folded and runs as a graph,
 * as one would use it.
 */
export function inferenceMilliseconds(model: LayersModel, options: MedianTimeOptions = {}): number {
  const { repeats = 200, warmUp = 20 } = options;
  const size = model.inputs[0].shape.slice(1).reduce<number>((product, extent) => product * extent!, 1);
  const window = tf.tidy(() => tf.randomNormal([size], 0, 1, "float32", 1).dataSync() as Float32Array);
  const folded = fold(model);
  const graph = new GraphPrediction(folded);
  const median = medianMilliseconds(() => graph.predictSync(window), { repeats, warmUp });
  graph.dispose();
  folded.dispose();
  return median;
}
