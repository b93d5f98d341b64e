import type { TrainingSettings } from "../../settings/experiment_settings.ts";
import type { Epoch, Execution } from "./trained.ts";

/** How far training is. */
export interface TrainingProgress {
  /** The epoch under way, counted from 1. */
  epoch: number;
  /** Epochs of the whole training. */
  epochs: number;
  /** Batches of this epoch that are done; 0 while the first step is being prepared. */
  batch: number;
  /** Batches of an epoch. */
  batches: number;
  /** Seconds that are left, from the batches so far; undefined while the first step is being prepared. */
  secondsLeft: number | undefined;
  /** Windows trained on in a second, over this epoch so far; undefined if none was yet. */
  windowsPerSecond?: number;
  /** Finished epochs. */
  history: Epoch[];
  /** What went wrong without ending the training, the latest last. */
  warnings: string[];
}

/** Settings of `train`: those of an experiment that training takes, with the article's as defaults, and how it runs. */
export interface TrainOptions extends Partial<TrainingSettings> {
  /**
   * Whether a step runs as one TensorFlow graph, or operation by operation. Default: as a graph if the network can be
   * one.
   */
  execution?: Execution;
  /** Identifier under which each whole epoch is kept, so that the training can be resumed. Default: nothing is kept. */
  checkpoint?: string;
  /** Identifier of a training to continue after its last whole epoch; if nothing of it was kept, it begins anew. */
  resume?: string;
  /** Folder of the trainings that are kept. Default: reports/runs. */
  runs?: string;
  /** Ends training after the batch under way; the epochs so far stay. */
  signal?: AbortSignal;
  /** Called after each batch. */
  onProgress?: (progress: TrainingProgress) => void;
}
