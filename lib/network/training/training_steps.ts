import type { StepNumbers, TrainingState } from "../../tensorflow/graph/graph_training.ts";

/** Something that trains a network step by step. */
export interface TrainingSteps {
  /** Whether the next step may be given before this one has answered; left out, it may not. */
  readonly queues?: boolean;
  /**
   * Changes the weights by the gradient of some rows; returns their mean loss and the other numbers of the loss
   * function.
   */
  step(rows: Int32Array, learningRate: number, numbers?: StepNumbers): Promise<number[]>;
  /** Brings the weights so far, or their averages if they are averaged, into the variables of tfjs. */
  toModel(): Promise<void>;
  /** Copies everything that later steps depend on to the host. */
  state(): Promise<TrainingState>;
  /** Continues from a state. Throws if it is of another network. */
  restore(state: TrainingState): Promise<void>;
  dispose(): void;
}
