import { loadWindows, sourceLine } from "../data/load_windows.ts";
import { train, type TrainOptions } from "../training/train.ts";
import { runOnWindows } from "./run_on_windows.ts";
import type { RunRecord } from "./run_record.ts";
import { checkSettings, type ExperimentSettings } from "./settings.ts";

/** What a run without a notebook reports while it goes on. */
export interface RunExperimentOptions extends Pick<TrainOptions, "signal" | "onProgress"> {
  /** Called with one sentence at a time: the data, the size of the network, what follows training. */
  say?: (text: string) => void;
  /** Identifier of a run to resume; the settings must be its own, see `readBegunRun`. */
  resume?: string;
}

/**
 * Runs an experiment from the data to the record in reports/runs: what notebook 04 does, without a notebook.
 * Throws one sentence where a setting makes no sense or the data cannot be had. Leaves no tensor behind.
 */
export async function runExperiment(
  settings: ExperimentSettings,
  options: RunExperimentOptions = {},
): Promise<RunRecord> {
  const { say = () => {}, resume, ...callbacks } = options;
  checkSettings(settings);
  const windows = await loadWindows({ data: settings.data ?? undefined });
  say(sourceLine(windows.source));
  return await runOnWindows(settings, windows, async (model, data, split, options) => {
    const { train: training, validation, test } = split;
    say(`Windows: ${training.length} to train, ${validation.length} to validate, ${test.length} to test.`);
    const trained = await train(model, data, split, { ...options, ...callbacks });
    say("Testing, and measuring the time of a prediction.");
    return trained;
  }, { resume });
}
