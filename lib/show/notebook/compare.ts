import { comparedRuns } from "../pages/compared_runs.ts";
import { runsData } from "../pages/runs_data.ts";
import { type Figure, html } from "../plots/figure.ts";
import { readRun, readRuns, type RunsOptions } from "../../results/runs/list_runs.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { variedSettings } from "../../settings/presets.ts";

/**
 * Compares runs: their curves over each other; a table of the settings in which they differ and of their results, the
 * best of each column marked by ★; recall of each activity; for each run after the first its difference to the
 * first over their test people, with Student's interval; and confusion matrices.
 *
 * Throws one sentence if there is no such run, or fewer than two are given.
 *
 * @param ids Identifiers of runs, as `deno task runs` lists them.
 */
export async function compare(ids: string[], options: RunsOptions = {}): Promise<Figure> {
  if (ids.length < 2) throw new Error(`To compare takes at least two runs, and ${ids.length} are given.`);
  const data = runsData(await Promise.all(ids.map((id) => readRun(id, options))));
  return html(comparedRuns(data.runs, data).map((part) => part.outerHTML).join("\n"));
}

/**
 * Returns the latest runs before a run that are divided as it is, on the same data, and have other settings: each
 * combination of settings once, three at most.
 */
export async function earlierRuns(run: RunRecord, options: RunsOptions = {}): Promise<RunRecord[]> {
  const found: RunRecord[] = [];
  const same = (a: RunRecord, b: RunRecord) =>
    variedSettings([a.settings, b.settings]).every((name) => name === "data" || name === "tensorboard");
  for (const other of (await readRuns(options)).toReversed()) {
    if (other.startedAt >= run.startedAt || other.stopped || found.length === 3) continue;
    if (other.settings.split !== run.settings.split || other.data.sha256 !== run.data.sha256) continue;
    if (![run, ...found].some((known) => same(known, other))) found.push(other);
  }
  return found;
}
