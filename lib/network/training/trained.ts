import type { Epoch } from "./epoch.ts";
import type { Execution } from "./train_options.ts";

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
