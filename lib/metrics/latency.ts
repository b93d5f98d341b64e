// @ts-types="npm:@types/d3-random@3.0.4"
import { randomNormal } from "d3-random";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import type { LayersModel, Tensor } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import { hasRawKernels } from "../backend/raw_kernel.ts";
import { GraphPrediction } from "../graph/graph_prediction.ts";
import { fold } from "../model/fold.ts";
import { medianMilliseconds, type MedianTimeOptions } from "./median_time.ts";

const tf = await backend();

/**
 * Measures how long a network takes to predict one window, from the window's numbers to the logits in memory: the median
 * of 200 calls, unless told otherwise, after 20 that do not count, in milliseconds. The network is folded and runs as a graph,
 * as one would use it; by its operations where the backend has no graphs.
 */
export async function inferenceMilliseconds(model: LayersModel, options: MedianTimeOptions = {}): Promise<number> {
  const { repeats = 200, warmUp = 20 } = options;
  const size = model.inputs[0].shape.slice(1).reduce<number>((product, extent) => product * extent!, 1);
  const window = Float32Array.from({ length: size }, randomNormal.source(seedrandom("1"))());
  const folded = fold(model);
  const graph = hasRawKernels() ? new GraphPrediction(folded) : undefined;
  const median = await medianMilliseconds(
    () => graph ? graph.predictSync(window) : predictOne(folded, window),
    { repeats, warmUp },
  );
  graph?.dispose();
  folded.dispose();
  return median;
}

async function predictOne(model: LayersModel, window: Float32Array): Promise<void> {
  const logits = tf.tidy(() => {
    const shape = model.inputs[0].shape.slice(1) as number[];
    return model.apply(tf.tensor(window, [1, ...shape]), { training: false }) as Tensor;
  });
  await logits.data();
  logits.dispose();
}
