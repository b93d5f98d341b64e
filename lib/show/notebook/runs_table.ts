import type { Figure } from "../plots/figure.ts";
import { listRuns, type ListRunsOptions, readRuns, runRow, type RunsOptions } from "../../results/runs/list_runs.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { variedSettings } from "../../settings/varied_settings.ts";
import { table } from "../plots/html_table.ts";

/** Settings of {@link runsTable}. */
export interface RunsTableOptions extends ListRunsOptions {
  /** How many runs are shown, the latest. Default: 8. */
  last?: number;
}

/**
 * Shows the latest runs that were made here, a row each; with `kept` those that came with the project too, and a column
 * that names their study.
 */
export async function runsTable({ last = 8, ...options }: RunsTableOptions = {}): Promise<Figure> {
  const runs = await listRuns(options);
  return table(runs.slice(-last).map((run) => runRow(run, options)), { caption: `The latest of ${runs.length} runs` });
}

/** Settings of {@link earlierRuns}. */
export interface EarlierRunsOptions extends RunsOptions {
  /** How many runs are returned at most. Default: 3. */
  count?: number;
}

/**
 * Returns the latest runs before a run that are divided as it is, on the same data, and have other settings: each
 * combination of settings once. For comparing a run with what was changed.
 */
export async function earlierRuns(run: RunRecord, options: EarlierRunsOptions = {}): Promise<RunRecord[]> {
  const { count = 3, ...folder } = options;
  const found: RunRecord[] = [];
  const same = (a: RunRecord, b: RunRecord) =>
    variedSettings([a.settings, b.settings]).every((name) => name === "data" || name === "tensorboard");
  for (const other of (await readRuns(folder)).toReversed()) {
    if (other.startedAt >= run.startedAt || other.stopped || found.length === count) continue;
    if (other.settings.split !== run.settings.split || other.data.sha256 !== run.data.sha256) continue;
    if (![run, ...found].some((known) => same(known, other))) found.push(other);
  }
  return found;
}
