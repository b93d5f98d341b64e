/** How training steps run. */
export type Execution = "graph" | "op by op";

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

/** What a training gives, beside the weights in the network. */
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
  /** Why the steps do not run as a graph, if they do not. */
  reason?: string;
}

/** What stays the same in all reports of a training. */
type Plan = Pick<TrainingProgress, "epochs" | "batches" | "history" | "warnings" | "reason">;

/** Tells how far a training is and when it will end, by the time that its batches have taken. */
export class ProgressReport {
  readonly #plan: Plan;
  readonly #tell: (progress: TrainingProgress) => void;
  readonly #before: number;
  #started = 0;
  #epochStarted = 0;

  /** Takes the plan, whose history and warnings the training goes on to fill, and who is told. */
  constructor(plan: Plan, tell: (progress: TrainingProgress) => void = () => {}) {
    this.#plan = plan;
    this.#tell = tell;
    this.#before = plan.history.length;
  }

  /** The steps run operation by operation, for this reason. */
  opByOp(reason: string | undefined): void {
    this.#plan.reason = reason;
  }

  /** The first step is being prepared. */
  prepare(): void {
    const epoch = Math.min(this.#before + 1, this.#plan.epochs);
    this.#tell({ ...this.#plan, epoch, batch: 0, secondsLeft: undefined });
  }

  /** An epoch begins. */
  beginEpoch(): void {
    this.#epochStarted = performance.now();
    this.#started ||= this.#epochStarted;
  }

  /** A batch of an epoch is done, and so many windows of the epoch. */
  batch(epoch: number, batch: number, windows: number): void {
    const { epochs, batches } = this.#plan;
    const done = (epoch - 1 - this.#before) * batches + batch;
    const perBatch = (performance.now() - this.#started) / done;
    const secondsLeft = perBatch * ((epochs - epoch + 1) * batches - batch) / 1000;
    const windowsPerSecond = 1000 * windows / (performance.now() - this.#epochStarted);
    this.#tell({ ...this.#plan, epoch, batch, secondsLeft, windowsPerSecond });
  }

  /** An epoch is done, its validation too. */
  epoch(epoch: number): void {
    const { epochs, batches } = this.#plan;
    const perEpoch = (performance.now() - this.#started) / 1000 / (epoch - this.#before);
    this.#tell({ ...this.#plan, epoch, batch: batches, secondsLeft: perEpoch * (epochs - epoch) });
  }

  /** Seconds since the epoch began. */
  get epochSeconds(): number {
    return (performance.now() - this.#epochStarted) / 1000;
  }
}

/** How much slower steps are that tfjs executes one operation after the other, on two cores; docs/speed.md. */
const opByOpSlowness = "1.4 to 2.7 times slower than as a graph";

/** Returns one line that says how far training is. */
export function progressLine(progress: TrainingProgress): string {
  const { epoch, epochs, batch, batches, secondsLeft, windowsPerSecond, history, warnings, reason } = progress;
  if (secondsLeft === undefined) return "preparing the training step";
  const last = history.at(-1);
  const result = last ? `, ${accuracyOf(last)} after epoch ${last.epoch}` : "";
  const speed = windowsPerSecond === undefined ? "" : `, ${windowsPerSecond.toFixed(0)} windows/s`;
  const slow = reason === undefined ? "" : `. The steps run op by op, ${opByOpSlowness}, since ${reason}`;
  const warning = warnings.length > 0 ? `. ${warnings.at(-1)}` : "";
  const remaining = duration(secondsLeft);
  return `epoch ${epoch} of ${epochs}, batch ${batch} of ${batches}${speed}, ${remaining} left${result}${slow}${warning}`;
}

/** Returns one line that says how training ended. */
export function trainedLine(trained: Omit<Trained, "execution" | "warnings"> & Partial<Trained>): string {
  const { history, bestEpoch, stopped, earlyStopped, execution, warnings = [] } = trained;
  if (history.length === 0) {
    return "Training was stopped before the end of its first epoch: the weights are the last ones.";
  }
  const seconds = history.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const best = history[bestEpoch - 1];
  const weights = best
    ? `the network has the weights of epoch ${bestEpoch}, ${accuracyOf(best)}`
    : "the network has the last weights";
  const end = stopped ? "Training was stopped" : earlyStopped ? "Training ended early" : "Training is done";
  const slow = execution?.reason ? ` The steps ran op by op, since ${execution.reason}.` : "";
  const epochs = history.length === 1 ? "1 epoch" : `${history.length} epochs`;
  const warning = warnings.map((text) => ` ${text}`).join("");
  return `${end}: ${epochs} in ${duration(seconds)}; ${weights}.${slow}${warning}`;
}

/** Returns an epoch's accuracy in words: of the validation if there is one. */
function accuracyOf({ accuracy, validationAccuracy }: Epoch): string {
  return validationAccuracy === undefined
    ? `training accuracy ${accuracy.toFixed(4)} (nobody validates)`
    : `validation accuracy ${validationAccuracy.toFixed(4)}`;
}

/** Returns a time in words, such as "3 min 20 s". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
