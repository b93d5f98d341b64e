import { type Device, isGpu } from "../backend/device.ts";
import type { AugmentationOptions } from "../training/augment.ts";
import { scheduleNames } from "../training/learning_rate.ts";
import type { TrainOptions } from "../training/train_options.ts";
import { type FilterName, filterNames } from "../data/signals/signal_filters.ts";
import { type SplitName, splitNames } from "../data/windows/split_windows.ts";
import { type GroupWidthRule, groupWidthRules } from "../model/group_widths.ts";

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
  /** Trains on so many of the training windows, drawn by the seed. Default: all. */
  trainingWindows?: number;
  /** Samples of a window, 50 a second. Default: 128. */
  windowLength?: number;
  /** Samples from one window's start to the next one's. Default: half a window. */
  windowStep?: number;
  /** How raw recordings become signals. Default: `official`, as in the published windows. */
  filters?: FilterName;
  /** Windows a step. */
  batch: number;
  learningRate: number;
  cardinality: number;
  /** How wide the branches of a block are when their number changes. Default: the article's rule. */
  groupWidth?: GroupWidthRule;
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
  /**
   * For people whom the network has never seen: augmentation, AdamW, one cycle of the learning rate, averaged weights.
   * Chosen on thirds of UCI-HAR's training people; notebook 05, section 5.4, shows the runs.
   */
  "by-person": {
    ...articleSettings,
    split: "subject",
    validationSubjects: 0,
    filters: "described",
    epochs: 28,
    learningRate: 0.002,
    schedule: "one-cycle",
    weightDecay: 0.05,
    labelSmoothing: 0.1,
    rotation: 15,
    scaling: 0.1,
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

/** What settings mean that are left out. */
const leftOut = {
  validationSubjects: 3,
  trainingWindows: Infinity,
  windowLength: 128,
  filters: "official",
  groupWidth: "article",
  schedule: "constant",
  warmUpEpochs: 0,
  weightDecay: 0,
  labelSmoothing: 0,
  classWeights: undefined,
  patience: Infinity,
  rotation: 0,
  scaling: 0,
  noise: 0,
  shift: 0,
  mixup: 0,
  averaging: 0,
  keep: "best",
  tensorboard: false,
} satisfies Partial<ExperimentSettings>;

/** Settings of which only those may be left out that then mean nothing. */
export type CompleteSettings = ExperimentSettings & Required<Omit<ExperimentSettings, "classWeights">>;

/** Returns settings with what those that are left out mean. */
export function completeSettings(settings: ExperimentSettings): CompleteSettings {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const complete = { ...leftOut, ...Object.fromEntries(given) } as CompleteSettings;
  return { ...complete, windowStep: complete.windowStep ?? complete.windowLength / 2 };
}

/** Throws one sentence where a setting makes no sense, or there is no setting of its name. */
export function checkSettings(settings: ExperimentSettings): void {
  const complete = completeSettings(settings);
  const known = [...Object.keys(articleSettings), ...Object.keys(leftOut), "windowStep"];
  const unknown = Object.keys(settings).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no setting "${unknown}": there are ${known.join(", ")}.`);
  const must = (name: keyof ExperimentSettings, what: string, holds: boolean) => {
    if (!holds) throw new Error(`${name} must be ${what}, and is ${complete[name]}.`);
  };
  const oneOf = (name: keyof ExperimentSettings, values: readonly string[]) =>
    must(name, `one of ${values.join(", ")}`, values.includes(complete[name] as string));
  for (const name of ["epochs", "batch", "cardinality", "trainingWindows", "patience"] as const) {
    const value = complete[name];
    const never = (name === "trainingWindows" || name === "patience") && value === Infinity;
    must(name, "a whole number of 1 or more", never || Number.isInteger(value) && value >= 1);
  }
  must("learningRate", "above 0", complete.learningRate > 0);
  const atLeastZero = ["warmUpEpochs", "weightDecay", "rotation", "scaling", "noise", "shift", "mixup"] as const;
  for (const name of atLeastZero) must(name, "0 or more", complete[name] >= 0);
  for (const name of ["labelSmoothing", "averaging"] as const) {
    must(name, "from 0 to below 1", complete[name] >= 0 && complete[name] < 1);
  }
  must("rotation", "180 degrees at most", complete.rotation <= 180);
  must("shift", "a whole number of samples", Number.isInteger(complete.shift));
  const { windowLength, validationSubjects, keep, patience, classWeights } = complete;
  must("windowLength", "an even number of 16 or more", windowLength % 2 === 0 && windowLength >= 16);
  must(
    "windowStep",
    "a whole number from 1 to windowLength",
    Number.isInteger(complete.windowStep) && complete.windowStep >= 1 && complete.windowStep <= windowLength,
  );
  must(
    "validationSubjects",
    "a whole number of 0 or more",
    Number.isInteger(validationSubjects) && validationSubjects >= 0,
  );
  must("seed", "a whole number", Number.isInteger(complete.seed));
  must("classWeights", '"balanced" or left out', classWeights === undefined || classWeights === "balanced");
  must("keep", '"best" or "last"', keep === "best" || keep === "last");
  oneOf("filters", filterNames);
  oneOf("split", splitNames);
  oneOf("schedule", scheduleNames);
  oneOf("groupWidth", groupWidthRules);
  if (complete.split !== "random" && validationSubjects === 0 && (keep === "best" || patience < Infinity)) {
    throw new Error(
      'validationSubjects 0 leaves nobody to choose an epoch by: set keep to "last" and leave out patience.',
    );
  }
}

/** Returns the number of epochs where none was asked for: the article's 50 on a GPU, 8 on a CPU. */
export function defaultEpochs(device: Device): number {
  return isGpu(device) ? articleSettings.epochs : epochsOnCpu;
}
