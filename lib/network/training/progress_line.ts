import type { Epoch, Trained } from "./trained.ts";
import type { TrainingProgress } from "./train_options.ts";

/** Returns one line that says how far training is. */
export function progressLine(progress: TrainingProgress): string {
  const { epoch, epochs, batch, batches, secondsLeft, windowsPerSecond, history, warnings } = progress;
  if (secondsLeft === undefined) return "preparing the training step";
  const last = history.at(-1);
  const result = last ? `, ${accuracyOf(last)} after epoch ${last.epoch}` : "";
  const speed = windowsPerSecond === undefined ? "" : `, ${windowsPerSecond.toFixed(0)} windows/s`;
  const warning = warnings.length > 0 ? `. ${warnings.at(-1)}` : "";
  return `epoch ${epoch} of ${epochs}, batch ${batch} of ${batches}${speed}, ${
    duration(secondsLeft)
  } left${result}${warning}`;
}

/** Returns one line that says how training ended. */
export function trainedLine({ history, bestEpoch, stopped, earlyStopped, execution, warnings }: Trained): string {
  if (history.length === 0) {
    return "Training was stopped before the end of its first epoch: the weights are the last ones.";
  }
  const seconds = history.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const best = history[bestEpoch - 1];
  const weights = best
    ? `the network has the weights of epoch ${bestEpoch}, ${accuracyOf(best)}`
    : "the network has the last weights";
  const end = stopped ? "Training was stopped" : earlyStopped ? "Training ended early" : "Training is done";
  const slow = execution.reason ? ` The steps ran op by op, since ${execution.reason}.` : "";
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
