import type { Tensor } from "@tensorflow/tfjs-node-gpu";
import { strictEqual } from "node:assert";
import { backend } from "../../lib/tensorflow/backend/backend.ts";
import { randomSplit } from "../../lib/data/windows/split_windows.ts";
import { syntheticWindows } from "../../lib/data/windows/synthetic_windows.ts";
import { windowTensors } from "../../lib/data/windows/window_tensors.ts";
import { articleNetwork } from "../../lib/network/model/article_network.ts";
import { predict } from "../../lib/network/training/predict.ts";
import { train, type TrainOptions } from "../../lib/network/training/train.ts";
import { checkSettings, type ExperimentSettings } from "../../lib/settings/experiment_settings.ts";
import { unfinishedFolder } from "../../lib/settings/environment.ts";

const tf = await backend();

/** Few made-up windows of four people. */
export const frame = syntheticWindows({ subjects: 4, seconds: 8 });

/** Which of them train, validate and test. */
export const split = randomSplit(frame, { test: 0.25, validation: 0.25 });

/** Settings of a small training together with the options of `train`. */
export type SmallOptions = Partial<ExperimentSettings> & Omit<TrainOptions, "settings">;

/** Returns what `train` takes: batches of 16 windows and a learning rate of 0.005, unless other settings are given. */
export async function smallOptions(
  { id, runs, execution, signal, onProgress, ...settings }: SmallOptions,
): Promise<TrainOptions> {
  if (id !== undefined) await Deno.mkdir(unfinishedFolder(id, runs), { recursive: true });
  const checked = checkSettings({ batch: 16, learningRate: 0.005, ...settings });
  return { settings: checked, id, runs, execution, signal, onProgress };
}

/**
 * Trains a network of two blocks on few windows and returns what training tells, its epochs without their times, and the
 * network's weights, logits of one window and validation. Asserts that no tensor stays.
 */
export async function trainSmall(options: SmallOptions, part = split, channels = [4, 8]) {
  const before = tf.memory().numTensors;
  const data = await windowTensors(frame, split.train);
  const model = articleNetwork({ channels, cardinality: 2, seed: options.seed });
  try {
    const trained = await train(model, data, part, await smallOptions(options));
    const { loss, accuracy } = await predict(model, data, split.validation, { batch: 7 });
    const weights = model.getWeights().map((weight: Tensor) => [...weight.dataSync()]);
    const logits = tf.tidy(() => [...(model.predict(data.windows.slice([0], [1])) as Tensor).dataSync()]);
    const history = trained.history.map((epoch) => ({ ...epoch, seconds: 0 }));
    return { ...trained, history, weights, logits, loss, accuracy };
  } finally {
    model.dispose();
    tf.dispose([data.windows, data.labels]);
    // tfjs-node keeps the handles of both files for TensorBoard.
    const left = tf.memory().numTensors - before - (options.tensorboard ? 2 : 0);
    strictEqual(left, 0, "tensors that stayed");
  }
}

if (import.meta.main) {
  let told: number | undefined;
  await trainSmall({
    ...JSON.parse(Deno.args[0]),
    onProgress({ history }) {
      told ??= history.length;
      if (history.length > told) console.log(told = history.length);
    },
  });
}
