import type { Tensor } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../../lib/tensorflow/backend/backend.ts";
import { randomSplit } from "../../lib/data/windows/split_windows.ts";
import { syntheticWindows } from "../../lib/data/windows/synthetic_windows.ts";
import { windowTensors } from "../../lib/data/windows/window_tensors.ts";
import { articleNetwork } from "../../lib/network/model/article_network.ts";
import { train } from "../../lib/network/training/train.ts";
import type { TrainOptions } from "../../lib/network/training/train_options.ts";

const tf = await backend();
const frame = syntheticWindows({ subjects: 2, seconds: 6 });
const split = randomSplit(frame, { test: 0.25, validation: 0.25 });

/** Trains a small network on a few made-up windows; returns its history without times and all its weights. */
export async function smallTraining(options: TrainOptions) {
  const data = await windowTensors(frame, split.train);
  const model = articleNetwork({ channels: [4, 8], cardinality: 2, seed: options.seed });
  const { history } = await train(model, data, split, { batch: 16, learningRate: 0.001, ...options });
  const weights = model.getWeights().map((weight: Tensor) => [...weight.dataSync()]);
  model.dispose();
  tf.dispose([data.windows, data.labels]);
  return { epochs: history.map(({ seconds: _, ...epoch }) => epoch), weights };
}

if (import.meta.main) {
  let told: number | undefined;
  await smallTraining({
    ...JSON.parse(Deno.args[0]),
    onProgress({ history }) {
      told ??= history.length;
      if (history.length > told) console.log(told = history.length);
    },
  });
}
