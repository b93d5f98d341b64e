import * as z from "zod";

/** A setting: its type, its meaning, and where it is given. */
export interface Setting {
  /** What its value may be; with the default if it has one. */
  type: z.ZodType;
  /** One clause that says what it means, as a table or a command's help shows it. */
  meaning: string;
  /** In what its number is counted or measured. */
  unit?: string;
  /** The meaning of leaving the setting out, if the default alone does not say it. */
  leftOut?: string;
  /** Flag of the command line, without its hyphens. Default: the name, with hyphens between its words. */
  flag?: string;
  /** Whether a training that is resumed may have another value, since no step depends on it. Default: false. */
  mayChange?: boolean;
}

/** Epochs of a training on a CPU when none are asked for: enough to see the curves, in minutes instead of an hour. */
export const epochsOnCpu = 6;

/** Epochs of the article's training. */
const articleEpochs = 50;

const count = (least: number) => z.int().min(least);
const atLeastZero = z.number().min(0);

/** Where the windows come from, and how they are divided. */
const dataSettings = {
  data: {
    type: z.string().nullable().default(null),
    meaning: "`uci-har`, `hapt`, `synthetic`, or the path of an archive or folder",
    leftOut: "the first of these that is available",
    mayChange: true,
  },
  split: {
    type: z.enum(["random", "subject", "development"]).default("random"),
    meaning:
      "how windows are divided: `random` fits the article's figures, `subject` tests on new people, `development` chooses settings without the test people",
  },
  validationSubjects: {
    type: count(0).default(3),
    meaning: "people to validate on when the split is by person; 0 trains on all",
  },
  trainingPeople: {
    type: count(1).optional(),
    meaning: "trains on this many of the training people, drawn by the seed, when the split is by person",
    leftOut: "all",
  },
  testPerson: {
    type: count(1).optional(),
    meaning: "person to test on alone, with the split `subject`",
    leftOut: "the nine official test people",
  },
  trainingWindows: {
    type: count(1).optional(),
    meaning: "trains on this many of the training windows, drawn by the seed",
    leftOut: "all",
  },
  windowLength: {
    type: count(16).multipleOf(2).default(128),
    meaning: "length of a window, 50 samples a second; other than 128 needs HAPT",
    unit: "samples",
    flag: "window",
  },
  windowStep: {
    type: count(1).optional(),
    meaning: "distance from one window's start to the next",
    unit: "samples",
    leftOut: "half a window",
    flag: "step",
  },
  transitions: {
    type: z.enum(["none", "one"]).default("none"),
    meaning:
      "what becomes of HAPT's movements between postures: `none` leaves them out, `one` makes them a seventh answer",
  },
  filters: {
    type: z.enum(["official", "described"]).default("official"),
    meaning: "how raw recordings become signals",
  },
} satisfies Record<string, Setting>;

/** The shape of the network. */
export const networkSettings = {
  network: {
    type: z.string().min(1).default("article"),
    meaning:
      "`article`, the name of a module in notebooks/networks such as `resnext`, or the path of one; only `article` heeds the settings below, `resnext` and `listed` heed `cardinality`",
  },
  cardinality: {
    type: count(1).default(4),
    meaning: "parallel branches of a block, G; of `resnext` the groups",
  },
  groupWidth: {
    type: z.enum(["article", "equal-parameters", "equal-width", "output"]).default("article"),
    meaning: "how wide the branches are when their number changes; `output` leaves out the bottleneck",
  },
  blocks: {
    type: count(4).multipleOf(4).default(4),
    meaning: "residual blocks; those beyond four keep the size of the block before and have the identity as shortcut",
  },
  width: {
    type: z.number().gt(0).default(1),
    meaning: "factor of the channels of all blocks, which are rounded to multiples of 4",
  },
  shortcuts: {
    type: z.enum(["article", "none"]).default("article"),
    meaning: "`none` leaves out the way around the branches",
  },
  convolution: {
    type: z.enum(["grouped", "depthwise"]).default("grouped"),
    meaning:
      "`depthwise` sees each channel by itself, from the second block on: depthwise separable, with a cardinality of 1",
  },
} satisfies Record<string, Setting>;

/** What training takes, with or without a notebook. */
export const trainingSettings = {
  epochs: {
    type: count(1).default(articleEpochs),
    meaning: "passes over the training windows",
    leftOut: `the article's ${articleEpochs} on a GPU, ${epochsOnCpu} on a CPU`,
    mayChange: true,
  },
  batch: {
    type: count(1).default(128),
    meaning: "windows a step",
  },
  learningRate: {
    type: z.number().gt(0).default(0.0005),
    meaning: "learning rate of Adam, the highest of the schedule",
  },
  schedule: {
    type: z.enum(["constant", "one-cycle"]).default("constant"),
    meaning: "how the learning rate changes during training",
  },
  weightDecay: {
    type: atLeastZero.default(0),
    meaning: "part of a weight that a step takes away, times the learning rate (AdamW)",
  },
  labelSmoothing: {
    type: atLeastZero.lt(1).default(0),
    meaning: "part of the probability that is spread evenly over the activities",
  },
  classWeights: {
    type: z.literal("balanced").optional(),
    meaning: "`balanced` lets every activity count the same in the loss",
    leftOut: "every window counts the same",
  },
  patience: {
    type: count(1).optional(),
    meaning: "ends the training after this many epochs without a better validation",
    leftOut: "never",
    mayChange: true,
  },
  rotation: {
    type: atLeastZero.max(180).default(0),
    meaning: "largest angle by which augmentation turns each window's phone",
    unit: "degrees",
  },
  scaling: {
    type: atLeastZero.default(0),
    meaning: "standard deviation of the factor by which augmentation scales each window",
  },
  noise: {
    type: atLeastZero.default(0),
    meaning: "standard deviation of the noise that augmentation adds",
    unit: "standard deviations of a signal",
  },
  mixup: {
    type: atLeastZero.default(0),
    meaning: "mixes windows in pairs; the part that each keeps is drawn from Beta(mixup, mixup), and 0 is off",
  },
  averaging: {
    type: atLeastZero.lt(1).default(0),
    meaning: "part of the averaged weights that a step keeps, such as 0.99; 0 keeps the last weights",
  },
  keep: {
    type: z.enum(["best", "last"]).default("best"),
    meaning: "which epoch's weights the network has at the end: of the best validation, or the last",
    mayChange: true,
  },
  testedEpochs: {
    type: count(1).default(1),
    meaning: "after how many of the last epochs the network is tested; a study takes their mean",
  },
  precision: {
    type: z.enum(["float32", "bfloat16"]).default("float32"),
    meaning:
      "in what convolutions and matrix products compute; with `bfloat16` weights, statistics and the loss stay float32",
  },
  temperature: {
    type: z.number().gt(0).default(1),
    meaning:
      "by what logits are divided when recordings are read, so that probabilities are those of people who were held back",
    mayChange: true,
  },
  seed: {
    type: z.int().default(1),
    meaning: "seed of the split, the initial weights, the order of windows and augmentation",
  },
  tensorboard: {
    type: z.boolean().default(false),
    meaning: "writes each epoch to `reports/tensorboard` for TensorBoard",
    mayChange: true,
  },
} satisfies Record<string, Setting>;

/** The settings in groups, as help and documentation show them. */
export const settingGroups = { data: dataSettings, network: networkSettings, training: trainingSettings };

/** Every setting of an experiment: the one place that knows its type, bounds, default and meaning. */
export const settingTable = { ...dataSettings, ...networkSettings, ...trainingSettings };
