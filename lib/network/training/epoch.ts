/** What one epoch gave. Losses are mean cross-entropies in nats, accuracies from 0 to 1. */
export interface Epoch {
  /** Counted from 1. */
  epoch: number;
  /** Over the training batches, while the weights were changing. */
  loss: number;
  /** Over the training batches, while the weights were changing. */
  accuracy: number;
  /** Over the validation windows, after the epoch; left out if there are none. */
  validationLoss?: number;
  /** Over the validation windows, after the epoch; left out if there are none. */
  validationAccuracy?: number;
  /** Seconds that it took, validation included. */
  seconds: number;
}
