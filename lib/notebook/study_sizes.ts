import type { ExperimentSettings } from "../settings/experiment_settings.ts";

/** How much notebook 05 trains. */
export interface StudySize {
  /** Settings of every trial that are other than the article's. */
  settings: Partial<ExperimentSettings>;
  /** Numbers of branches that are compared. */
  cardinalities: number[];
  /** Sizes of a batch that are compared. */
  batches: number[];
  /** Learning rates that are compared. */
  learningRates: number[];
  /** Lengths of a window that are compared, in samples. */
  windowLengths: number[];
  /** Seeds with which each trial is repeated. */
  seeds: number[];
  /** Trials of the random search. */
  searchTrials: number;
}

const sizes: Record<string, StudySize> = {
  /** Some minutes on two cores: shows how it works, and answers nothing. */
  small: {
    settings: { epochs: 6, trainingWindows: 512 },
    cardinalities: [1, 4, 8],
    batches: [64, 128],
    learningRates: [0.0005, 0.002],
    windowLengths: [64, 128],
    seeds: [1, 2],
    searchTrials: 3,
  },
  /** About an hour on two cores. */
  medium: {
    settings: { epochs: 6, trainingWindows: 1024 },
    cardinalities: [1, 2, 4, 8, 16, 32],
    batches: [32, 64, 128, 256],
    learningRates: [0.0002, 0.0005, 0.001, 0.002, 0.005],
    windowLengths: [64, 128, 256],
    seeds: [1, 2, 3],
    searchTrials: 8,
  },
  /** All windows and the article's epochs: for a GPU, or a cluster. */
  full: {
    settings: { epochs: 50 },
    cardinalities: [1, 2, 4, 8, 16, 32],
    batches: [32, 64, 128, 256],
    learningRates: [0.0002, 0.0005, 0.001, 0.002, 0.005],
    windowLengths: [64, 128, 256],
    seeds: [1, 2, 3, 4, 5, 6],
    searchTrials: 30,
  },
};

/** Returns a size by its name: small, medium or full. Throws one sentence if there is none of that name. */
export function studySize(name: string): StudySize {
  if (Object.hasOwn(sizes, name)) return sizes[name];
  throw new Error(`There is no size "${name}": there are ${Object.keys(sizes).join(", ")}.`);
}
