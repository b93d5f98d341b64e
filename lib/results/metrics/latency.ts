// @ts-types="npm:@types/d3-array@3.2.2"
import { median } from "d3-array";
// @ts-types="npm:@types/d3-random@3.0.4"
import { randomNormal } from "d3-random";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import type { WindowTensors } from "../../data/windows/window_tensors.ts";
import { GraphTraining } from "../../tensorflow/graph/graph_training.ts";
import { trainingOf } from "../../network/training/steps.ts";
import { Predictor } from "../../network/training/predict.ts";

/**
 * Measures how long a network takes to predict one window, from the window's numbers to the logits in memory: the
 * median of 200 calls after 20 that do not count, ms. The network is prepared as one would use it, see `Predictor`.
 */
export async function inferenceMilliseconds(model: LayersModel): Promise<number> {
  const size = model.inputs[0].shape.slice(1).reduce<number>((product, extent) => product * extent!, 1);
  const window = Float32Array.from({ length: size }, randomNormal.source(seedrandom("1"))());
  const predictor = new Predictor(model);
  try {
    return await medianMilliseconds(() => predictor.logitsAtOnce(window), { repeats: 200, warmUp: 20 });
  } finally {
    predictor.dispose();
  }
}

/**
 * Measures how long a training step of a network takes as a graph, ms: the median of five with the first `batch` windows
 * of some data, 128 by default, after two that do not count. The network keeps its weights.
 */
export async function stepMilliseconds(
  model: LayersModel,
  { windows, labels }: WindowTensors,
  { batch = 128 }: { batch?: number } = {},
): Promise<number> {
  const rows = Int32Array.from({ length: Math.min(batch, windows.shape[0]) }, (_, row) => row);
  const training = await GraphTraining.create({ ...trainingOf(model, [windows, labels]), rows });
  try {
    return await medianMilliseconds(() => training.step(rows, 0.0005), { repeats: 5, warmUp: 2 });
  } finally {
    training.dispose();
  }
}

/** Measures how long a call takes, with what it promises: the median of some, after others that do not count, ms. */
export async function medianMilliseconds(
  call: () => unknown,
  { repeats = 20, warmUp = 3 }: { repeats?: number; warmUp?: number } = {},
): Promise<number> {
  return median((await milliseconds(call, warmUp + repeats)).slice(warmUp))!;
}

/** Returns how long each of some calls takes, with what it promises, ms. */
export async function milliseconds(call: () => unknown, repeats: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < repeats; index++) {
    const started = performance.now();
    const answer = call();
    if (answer instanceof Promise) await answer;
    times.push(performance.now() - started);
  }
  return times;
}
