import type { Trained, TrainingProgress } from "./train.ts";

/** Returns one line that says how far training is. */
export function progressLine(progress: TrainingProgress): string {
  const { epoch, epochs, batch, batches, secondsLeft, windowsPerSecond, history } = progress;
  if (secondsLeft === undefined) return "preparing the training step";
  const last = history.at(-1);
  const result = last ? `, validation accuracy ${last.validationAccuracy.toFixed(4)} after epoch ${last.epoch}` : "";
  const speed = windowsPerSecond === undefined ? "" : `, ${windowsPerSecond.toFixed(0)} windows/s`;
  return `epoch ${epoch} of ${epochs}, batch ${batch} of ${batches}${speed}, ${duration(secondsLeft)} left${result}`;
}

/** Returns one line that says how training ended. */
export function trainedLine({ history, bestEpoch, stopped, earlyStopped, execution }: Trained): string {
  if (history.length === 0) {
    return "Training was stopped before the end of its first epoch: the weights are the last ones.";
  }
  const seconds = history.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const best = history[bestEpoch - 1];
  const end = stopped ? "Training was stopped" : earlyStopped ? "Training ended early" : "Training is done";
  const slow = execution.reason ? ` The steps ran op by op, since ${execution.reason}.` : "";
  const epochs = history.length === 1 ? "1 epoch" : `${history.length} epochs`;
  return `${end}: ${epochs} in ${
    duration(seconds)
  }; the network has the weights of epoch ${bestEpoch}, validation accuracy ${
    best.validationAccuracy.toFixed(4)
  }.${slow}`;
}

/** Returns a time in words, such as "3 min 20 s". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
