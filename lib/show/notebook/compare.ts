import { comparedRuns } from "../pages/compared_runs.ts";
import { runsData } from "../pages/runs_data.ts";
import { type Figure, html } from "../plots/figure.ts";
import { readRun, type RunsOptions } from "../../results/runs/list_runs.ts";

/**
 * Compares runs: their curves over each other; a table of the settings in which they differ and of their results, the
 * best of each column marked by ★; recall of each activity; for each run after the first, whether it differs from the
 * first at all (McNemar's test and a bootstrap interval on the test windows), if both were tested on the same windows;
 * and confusion matrices.
 *
 * Throws one sentence if there is no such run, or fewer than two are given.
 *
 * @param ids Identifiers of runs, as `runsTable` shows them.
 */
export async function compare(ids: string[], options: RunsOptions = {}): Promise<Figure> {
  if (ids.length < 2) throw new Error(`To compare takes at least two runs, and ${ids.length} are given.`);
  const data = await runsData(await Promise.all(ids.map((id) => readRun(id, options))), options);
  return html(comparedRuns(data.runs, data).map((part) => part.outerHTML).join("\n"));
}
