/** Something that trains a network step by step. */
export interface TrainingSteps {
  /** Changes the weights by the gradient of some rows; returns their mean loss and the other numbers of the loss function. */
  step(rows: Int32Array, learningRate: number): Promise<number[]>;
  /** Brings the weights so far into the variables of tfjs. */
  toModel(): Promise<void>;
  dispose(): void;
}
