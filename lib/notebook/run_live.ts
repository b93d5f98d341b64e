import type { Windows } from "../data/load_windows.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { runOnWindows } from "../runs/run_on_windows.ts";
import type { ExperimentSettings } from "../runs/settings.ts";
import { trainLive } from "./train_live.ts";

/** Runs an experiment on windows that are loaded already, with its training shown below the cell; see `runOnWindows`. */
export function runLive(
  settings: ExperimentSettings,
  windows: Windows,
  options: { resume?: string } = {},
): Promise<RunRecord> {
  return runOnWindows(settings, windows, trainLive, options);
}
