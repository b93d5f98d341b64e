import { experimentKey } from "./find_run.ts";
import { readRuns, type RunsOptions } from "./list_runs.ts";
import type { RunRecord } from "./run_record.ts";
import type { CheckedSettings } from "../../settings/experiment_settings.ts";

/**
 * Returns the finished runs that have the settings of some trials, the latest of each, whatever real data they are on;
 * undefined in the place of a trial that has none. Nothing is trained: for results that were measured once and kept,
 * unlike `findRun`, which stands in for a training on the same data.
 */
export async function keptRuns(
  trials: CheckedSettings[],
  options: RunsOptions = {},
): Promise<(RunRecord | undefined)[]> {
  const records = (await readRuns(options)).filter(({ stopped, data }) => !stopped && data.kind !== "synthetic");
  // Of several runs with equal settings the latest comes last, and stays. Their data may be any.
  const keyOf = (settings: CheckedSettings) => experimentKey(settings, { kind: "hapt" });
  const latest = new Map(records.map((run) => [keyOf(run.settings), run]));
  return trials.map((settings) => {
    const run = latest.get(keyOf(settings));
    return run && { ...run, settings };
  });
}
