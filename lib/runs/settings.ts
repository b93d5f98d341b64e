import type { Device } from "../backend/backend.ts";
import { scheduleNames } from "../training/learning_rate.ts";
import type { TrainOptions } from "../training/train.ts";
import { type SplitName, splitNames } from "../data/split.ts";

/** What decides an experiment; together with the data and the machine it decides its numbers. */
export interface ExperimentSettings
  extends
    Pick<TrainOptions, "schedule" | "warmUpEpochs" | "weightDecay" | "labelSmoothing" | "classWeights" | "patience"> {
  /** Where windows come from, see `loadWindows`; null leaves it to what can be had. */
  data: string | null;
  split: SplitName;
  epochs: number;
  /** Windows a step. */
  batch: number;
  learningRate: number;
  cardinality: number;
  /** Seed of the split, the initial weights and the order of windows. */
  seed: number;
}

/** The article's settings. */
export const articleSettings: ExperimentSettings = {
  data: null,
  split: "random",
  epochs: 50,
  batch: 128,
  learningRate: 0.0005,
  cardinality: 4,
  seed: 1,
};

/** Epochs of a run on a CPU that was not told how many: enough to see the curves, in minutes instead of an hour. */
export const epochsOnCpu = 8;

/** Throws one sentence where a setting makes no sense. */
export function checkSettings(settings: ExperimentSettings): void {
  const positive = ["epochs", "batch", "cardinality"] as const;
  for (const name of positive) {
    if (!Number.isInteger(settings[name]) || settings[name] < 1) {
      throw new Error(`${name} must be a whole number of 1 or more, and is ${settings[name]}.`);
    }
  }
  if (!(settings.learningRate > 0)) throw new Error(`learningRate must be above 0, and is ${settings.learningRate}.`);
  const { schedule = "constant", warmUpEpochs = 0, weightDecay = 0, labelSmoothing = 0, classWeights, patience = 1 } =
    settings;
  if (!scheduleNames.includes(schedule)) {
    throw new Error(`schedule must be one of ${scheduleNames.join(", ")}, and is ${schedule}.`);
  }
  if (!(warmUpEpochs >= 0)) throw new Error(`warmUpEpochs must be 0 or more, and is ${warmUpEpochs}.`);
  if (!(weightDecay >= 0)) throw new Error(`weightDecay must be 0 or more, and is ${weightDecay}.`);
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new Error(`labelSmoothing must be from 0 to below 1, and is ${labelSmoothing}.`);
  }
  if (classWeights !== undefined && classWeights !== "balanced") {
    throw new Error(`classWeights must be "balanced" or left out, and is ${classWeights}.`);
  }
  if (!Number.isInteger(patience) || patience < 1) {
    throw new Error(`patience must be a whole number of 1 or more, and is ${patience}.`);
  }
  if (!Number.isInteger(settings.seed)) throw new Error(`seed must be a whole number, and is ${settings.seed}.`);
  if (!splitNames.includes(settings.split)) {
    throw new Error(`split must be one of ${splitNames.join(", ")}, and is ${settings.split}.`);
  }
}

/** Returns the number of epochs where none was asked for: the article's 50 on a GPU, 8 on a CPU. */
export function defaultEpochs(device: Device): number {
  return device.kind === "cpu" ? epochsOnCpu : articleSettings.epochs;
}
