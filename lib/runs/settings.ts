import type { Device } from "../backend/backend.ts";
import type { AugmentationOptions } from "../training/augment.ts";
import { scheduleNames } from "../training/learning_rate.ts";
import type { TrainOptions } from "../training/train.ts";
import { type SplitName, splitNames } from "../data/split.ts";

/** What decides an experiment; together with the data and the machine it decides its numbers. */
export interface ExperimentSettings
  extends
    AugmentationOptions,
    Pick<TrainOptions, "schedule" | "warmUpEpochs" | "weightDecay" | "labelSmoothing" | "classWeights" | "patience">,
    Pick<TrainOptions, "mixup" | "averaging" | "keep" | "tensorboard"> {
  /** Where windows come from, see `loadWindows`; null leaves it to what can be had. */
  data: string | null;
  split: SplitName;
  /** How many of the training people to validate on, where the split is by person; 0 trains on all. Default: 3. */
  validationSubjects?: number;
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

/** The settings that the notebooks and the command line know by a name. */
export const presets: Record<PresetName, ExperimentSettings> = {
  article: articleSettings,
  /** For people whom the network has never seen: augmentation, AdamW, one cycle of the learning rate, averaged weights. */
  "by-person": {
    ...articleSettings,
    split: "subject",
    validationSubjects: 0,
    epochs: 14,
    learningRate: 0.002,
    schedule: "one-cycle",
    weightDecay: 0.05,
    labelSmoothing: 0.1,
    rotation: 15,
    scaling: 0.1,
    noise: 0.05,
    averaging: 0.99,
    keep: "last",
  },
};

/** The names of the presets. */
export type PresetName = "article" | "by-person";

/** Returns a preset's settings. Throws one sentence where there is none of that name. */
export function presetSettings(name: string): ExperimentSettings {
  if (name in presets) return presets[name as PresetName];
  throw new Error(`There is no preset "${name}": there are ${Object.keys(presets).join(" and ")}.`);
}

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
  const {
    schedule = "constant",
    warmUpEpochs = 0,
    weightDecay = 0,
    labelSmoothing = 0,
    classWeights,
    patience = Infinity,
  } = settings;
  if (!scheduleNames.includes(schedule)) {
    throw new Error(`schedule must be one of ${scheduleNames.join(", ")}, and is ${schedule}.`);
  }
  if (!(warmUpEpochs >= 0)) throw new Error(`warmUpEpochs must be 0 or more, and is ${warmUpEpochs}.`);
  if (!(weightDecay >= 0)) throw new Error(`weightDecay must be 0 or more, and is ${weightDecay}.`);
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new Error(`labelSmoothing must be from 0 to below 1, and is ${labelSmoothing}.`);
  }
  const { rotation = 0, scaling = 0, noise = 0, shift = 0, mixup = 0, averaging = 0, keep = "best" } = settings;
  for (const [name, value] of Object.entries({ rotation, scaling, noise, shift, mixup })) {
    if (!(value >= 0)) throw new Error(`${name} must be 0 or more, and is ${value}.`);
  }
  if (rotation > 180) throw new Error(`rotation must be 180 degrees at most, and is ${rotation}.`);
  if (!Number.isInteger(shift)) throw new Error(`shift must be a whole number of samples, and is ${shift}.`);
  if (!(averaging >= 0 && averaging < 1)) {
    throw new Error(`averaging must be from 0 to below 1, and is ${averaging}.`);
  }
  if (keep !== "best" && keep !== "last") throw new Error(`keep must be "best" or "last", and is ${keep}.`);
  if (classWeights !== undefined && classWeights !== "balanced") {
    throw new Error(`classWeights must be "balanced" or left out, and is ${classWeights}.`);
  }
  if (patience !== Infinity && (!Number.isInteger(patience) || patience < 1)) {
    throw new Error(`patience must be a whole number of 1 or more, and is ${patience}.`);
  }
  const { validationSubjects = 3 } = settings;
  if (!Number.isInteger(validationSubjects) || validationSubjects < 0) {
    throw new Error(`validationSubjects must be a whole number of 0 or more, and is ${validationSubjects}.`);
  }
  if (settings.split !== "random" && validationSubjects === 0 && (keep === "best" || patience < Infinity)) {
    throw new Error(
      'validationSubjects 0 leaves nobody to choose an epoch by: set keep to "last" and leave out patience.',
    );
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
