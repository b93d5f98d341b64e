import type { AugmentationOptions } from "./augment.ts";
import type { Epoch } from "./epoch.ts";
import type { Schedule } from "./learning_rate.ts";

/** How far training is. */
export interface TrainingProgress {
  /** The epoch under way, counted from 1. */
  epoch: number;
  epochs: number;
  /** Batches of this epoch that are done; 0 while the first step is being prepared. */
  batch: number;
  batches: number;
  /** Seconds that are left, from the batches so far; undefined while the first step is being prepared. */
  secondsLeft: number | undefined;
  /** Windows trained on in a second, over this epoch so far; undefined where none was yet. */
  windowsPerSecond?: number;
  /** Finished epochs. */
  history: Epoch[];
  /** What went wrong without ending the training, the latest last. */
  warnings: string[];
}

/** How training steps run. */
export type Execution = "graph" | "op by op";

/** Settings of `train`; the defaults are the article's. */
export interface TrainOptions extends AugmentationOptions {
  /** Default: 50. */
  epochs?: number;
  /** Windows a step. Default: 128. */
  batch?: number;
  /** Of Adam, the largest of the schedule. Default: 0.0005. */
  learningRate?: number;
  /** How the learning rate goes, see `learningRateAt`. Default: `"constant"`. */
  schedule?: Schedule;
  /** Epochs over which the learning rate rises at the begin. Default: 0. */
  warmUpEpochs?: number;
  /** Part of a weight that each step takes away, times the learning rate: AdamW. Default: 0. */
  weightDecay?: number;
  /** Part of the probability that is spread evenly over the classes. Default: 0. */
  labelSmoothing?: number;
  /** `"balanced"` lets every activity count as much as any other in the loss. Default: every window counts the same. */
  classWeights?: "balanced";
  /** Mixes windows in pairs; the part that each keeps is drawn from Beta(mixup, mixup). Default: 0, off. */
  mixup?: number;
  /**
   * Gives the network averages of the weights over the steps: how much of the average a step keeps, such as 0.99; less in
   * the first steps. Default: 0, the last weights.
   */
  averaging?: number;
  /** Ends training when the validation did not get better for so many epochs. Default: never. */
  patience?: number;
  /** Which epoch's weights the network has at the end: of the best validation, or the last ones. Default: `"best"`. */
  keep?: "best" | "last";
  /** Seed of everything that chance decides: order, augmentation, mixup. Default: 1. */
  seed?: number;
  /** Whether a step runs as one TensorFlow graph, or operation by operation. Default: as a graph where the network can be one. */
  execution?: Execution;
  /** Identifier under which each whole epoch is kept, so that the training can be resumed. Default: nothing is kept. */
  checkpoint?: string;
  /** Identifier of a training to continue behind its last whole epoch; where nothing of it was kept, it begins anew. */
  resume?: string;
  /** Folder of the trainings that are kept. Default: reports/runs. */
  runs?: string;
  /** Whether each epoch is written for TensorBoard, to the folder tensorboard/<identifier> beside that of the runs. Default: false. */
  tensorboard?: boolean;
  /** Ends training after the batch under way; the epochs so far stay. */
  signal?: AbortSignal;
  /** Called after each batch. */
  onProgress?: (progress: TrainingProgress) => void;
}
