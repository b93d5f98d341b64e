/** How training steps run. */
export type Execution = "graph" | "op by op";

/** What training left, beside the weights in the network. */
export interface Trained {
  /** Finished epochs. */
  history: Epoch[];
  /** The epoch whose weights the network has now; 0 for the weights of an epoch that was not finished. */
  bestEpoch: number;
  /** Whether training was stopped before its last epoch by its signal. */
  stopped: boolean;
  /** Whether training ended before its last epoch, since the validation did not get better. */
  earlyStopped: boolean;
  /** How the steps ran, and why not as a graph if they did not. */
  execution: { kind: Execution; reason?: string };
  /** What went wrong without ending the training, a sentence each. */
  warnings: string[];
}

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
  /** Over the test windows, after the epoch; left out unless it is one of several `testedEpochs`. */
  testAccuracy?: number;
  /** Seconds that it took, validation and test included. */
  seconds: number;
}
