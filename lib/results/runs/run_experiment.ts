import { type DataSource, sourceLine } from "../../data/windows/data_source.ts";
import { train } from "../../network/training/train.ts";
import { runOnWindows, type RunOnWindowsOptions } from "./run_on_windows.ts";
import type { RunRecord } from "./run_record.ts";
import { windowsOf } from "./windows_of.ts";
import type { CheckedSettings } from "../../settings/experiment_settings.ts";

/** What a run without a notebook reports while it goes on. */
export interface RunExperimentOptions extends RunOnWindowsOptions {
  /** Called with one sentence at a time: the data, the size of the network, what follows training. */
  say?: (text: string) => void;
  /** The data that it must be. Default: what the settings' `data` gives. */
  source?: Pick<DataSource, "kind" | "sha256">;
}

/**
 * Runs an experiment from the data to the record in reports/runs: what notebook 04 does, without a notebook.
 * Throws one sentence if the data is not available. Leaves no tensor behind.
 */
export async function runExperiment(
  settings: CheckedSettings,
  options: RunExperimentOptions = {},
): Promise<RunRecord> {
  const { say = () => {}, source, ...running } = options;
  const windows = await windowsOf(settings);
  say(sourceLine(windows.source));
  if (source && (windows.source.kind !== source.kind || windows.source.sha256 !== source.sha256)) {
    throw new Error(`The data here are not those of the other trials: they are ${windows.source.title}.`);
  }
  return await runOnWindows(settings, windows, async (model, data, split, options) => {
    const { train: training, validation, test } = split;
    say(`Windows: ${training.length} to train, ${validation.length} to validate, ${test.length} to test.`);
    const trained = await train(model, data, split, options);
    say("Testing, and measuring the time of a prediction.");
    return trained;
  }, running);
}
