/**
 * Everything that decides an experiment; together with the data and the machine it decides its numbers. Written by
 * `deno task docs` from `setting_table.ts`.
 */
export interface ExperimentSettings {
  /**
   * `uci-har`, `hapt`, `synthetic`, or the path of an archive or folder.
   *
   * A text or null. Default: the first of these that is available.
   */
  data: string | null;

  /**
   * How windows are divided: `random` fits the article's figures, `subject` tests on new people, `development` chooses settings without the test people.
   *
   * One of random, subject, development. Default: `random`.
   */
  split: "random" | "subject" | "development";

  /**
   * People to validate on when the split is by person; 0 trains on all.
   *
   * A whole number of 0 or more. Default: `3`.
   */
  validationSubjects: number;

  /**
   * Trains on this many of the training people, drawn by the seed, when the split is by person.
   *
   * A whole number of 1 or more. Default: all.
   */
  trainingPeople: number | undefined;

  /**
   * Person to test on alone, with the split `subject`.
   *
   * A whole number of 1 or more. Default: the nine official test people.
   */
  testPerson: number | undefined;

  /**
   * Trains on this many of the training windows, drawn by the seed.
   *
   * A whole number of 1 or more. Default: all.
   */
  trainingWindows: number | undefined;

  /**
   * Length of a window, 50 samples a second; other than 128 needs HAPT.
   *
   * An even number of samples, 16 or more. Default: `128`.
   */
  windowLength: number;

  /**
   * Distance from one window's start to the next.
   *
   * A whole number of samples, 1 or more. Default: half a window.
   */
  windowStep: number | undefined;

  /**
   * What becomes of HAPT's movements between postures: `none` leaves them out, `one` makes them a seventh answer, `each` six more.
   *
   * One of none, one, each. Default: `none`.
   */
  transitions: "none" | "one" | "each";

  /**
   * How raw recordings become signals.
   *
   * One of official, described, zero-phase. Default: `official`.
   */
  filters: "official" | "described" | "zero-phase";

  /**
   * Parallel branches of a block, G.
   *
   * A whole number of 1 or more. Default: `4`.
   */
  cardinality: number;

  /**
   * How wide the branches are when their number changes; `output` leaves out the bottleneck.
   *
   * One of article, equal-parameters, equal-width, output. Default: `article`.
   */
  groupWidth: "article" | "equal-parameters" | "equal-width" | "output";

  /**
   * Residual blocks; those beyond four keep the size of the block before and have the identity as shortcut.
   *
   * A whole number of 4 or more. Default: `4`.
   */
  blocks: number;

  /**
   * Factor of the channels of all blocks, which are rounded to multiples of 4.
   *
   * Above 0. Default: `1`.
   */
  width: number;

  /**
   * `none` leaves out the way around the branches.
   *
   * "article" or "none". Default: `article`.
   */
  shortcuts: "article" | "none";

  /**
   * `depthwise` sees each channel by itself, from the second block on: depthwise separable, with a cardinality of 1.
   *
   * "grouped" or "depthwise". Default: `grouped`.
   */
  convolution: "grouped" | "depthwise";

  /**
   * Passes over the training windows.
   *
   * A whole number of 1 or more. Default: the article's 50 if they take ten minutes at most on both splits; else as many as take four, at least 5.
   */
  epochs: number;

  /**
   * Windows a step.
   *
   * A whole number of 1 or more. Default: `128`.
   */
  batch: number;

  /**
   * Learning rate of Adam, the highest of the schedule.
   *
   * Above 0. Default: `0.0005`.
   */
  learningRate: number;

  /**
   * How the learning rate changes during training.
   *
   * One of constant, step, cosine, one-cycle. Default: `constant`.
   */
  schedule: "constant" | "step" | "cosine" | "one-cycle";

  /**
   * Epochs over which the learning rate rises at the start.
   *
   * 0 or more. Default: `0`.
   */
  warmUpEpochs: number;

  /**
   * Part of a weight that a step takes away, times the learning rate (AdamW).
   *
   * 0 or more. Default: `0`.
   */
  weightDecay: number;

  /**
   * Part of the probability that is spread evenly over the activities.
   *
   * From 0 to below 1. Default: `0`.
   */
  labelSmoothing: number;

  /**
   * `balanced` lets every activity count the same in the loss.
   *
   * "balanced" or left out. Default: every window counts the same.
   */
  classWeights: "balanced" | undefined;

  /**
   * Ends the training after this many epochs without a better validation.
   *
   * A whole number of 1 or more. Default: never.
   */
  patience: number | undefined;

  /**
   * Largest angle by which augmentation turns each window's phone.
   *
   * 0 or more and at most 180 degrees. Default: `0`.
   */
  rotation: number;

  /**
   * Standard deviation of the factor by which augmentation scales each window.
   *
   * 0 or more. Default: `0`.
   */
  scaling: number;

  /**
   * Standard deviation of the noise that augmentation adds.
   *
   * 0 or more. Default: `0`.
   */
  noise: number;

  /**
   * Largest distance by which augmentation moves a window in time.
   *
   * A whole number of samples, 0 or more. Default: `0`.
   */
  shift: number;

  /**
   * Mixes windows in pairs; the part that each keeps is drawn from Beta(mixup, mixup), and 0 is off.
   *
   * 0 or more. Default: `0`.
   */
  mixup: number;

  /**
   * Part of the averaged weights that a step keeps, such as 0.99; 0 keeps the last weights.
   *
   * From 0 to below 1. Default: `0`.
   */
  averaging: number;

  /**
   * Which epoch's weights the network has at the end: of the best validation, or the last.
   *
   * "best" or "last". Default: `best`.
   */
  keep: "best" | "last";

  /**
   * After how many of the last epochs the network is tested; a study takes their mean.
   *
   * A whole number of 1 or more. Default: `1`.
   */
  testedEpochs: number;

  /**
   * In what convolutions and matrix products compute; with `bfloat16` weights, statistics and the loss stay float32.
   *
   * "float32" or "bfloat16". Default: `float32`.
   */
  precision: "float32" | "bfloat16";

  /**
   * By what logits are divided when recordings are read, so that probabilities are those of people who were held back.
   *
   * Above 0. Default: `1`.
   */
  temperature: number;

  /**
   * Seed of the split, the initial weights, the order of windows and augmentation.
   *
   * A whole number. Default: `1`.
   */
  seed: number;

  /**
   * Writes each epoch to `reports/tensorboard` for TensorBoard.
   *
   * True or false. Default: `false`.
   */
  tensorboard: boolean;
}
