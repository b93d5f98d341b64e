import { isUnderWay } from "../../network/training/checkpoint.ts";
import { readBegunRun, unfinishedRuns } from "./begin_run.ts";
import type { DataSource } from "../../data/windows/data_source.ts";
import { readRuns, type RunsOptions } from "./list_runs.ts";
import { hasNetwork } from "./run_folder.ts";
import type { RunRecord } from "./run_record.ts";
import type { CheckedSettings } from "../../settings/experiment_settings.ts";

/** Which runs are looked for. */
export interface FindOptions extends RunsOptions {
  /** What tells the network from others, see `networkSha256`. Default: it is the article's. */
  networkSha256?: string;
}

/**
 * Finds a run that ended with the same network, settings and data, the latest of several; undefined if there is none. A run that
 * was stopped does not count. Device, versions and the project's own code may have been others: the record names them.
 * With `withNetwork` the run's network must be there too, not only its record.
 */
export async function findRun(
  settings: CheckedSettings,
  source: Pick<DataSource, "kind" | "sha256">,
  options: FindOptions & { withNetwork?: boolean } = {},
): Promise<RunRecord | undefined> {
  const wanted = experimentKey(settings, source, options.networkSha256);
  const records = await readRuns(options);
  const same = records.filter((run) =>
    !run.stopped && experimentKey(run.settings, run.data, run.networkSha256) === wanted
  );
  for (const record of same.toReversed()) {
    if (!options.withNetwork || await hasNetwork(record.id, options)) return record;
  }
}

/** Returns one line that says which run was found in place of a training. */
export function foundLine({ id, device, startedAt, gitCommit }: RunRecord): string {
  const commit = gitCommit === null ? "" : `, at commit ${gitCommit.slice(0, 7)}`;
  return `Found the finished run ${id} with these settings and this data (${
    startedAt.slice(0, 10)
  }, on ${device.name}${commit}): nothing was trained.`;
}

/** Returns a text that is the same for two experiments that differ in nothing that decides their numbers. */
export function experimentKey(
  settings: CheckedSettings,
  { kind, sha256 }: Pick<DataSource, "kind" | "sha256">,
  networkSha256?: string,
): string {
  const { data: _, tensorboard: __, ...decisive } = settings;
  decisive.windowStep ??= decisive.windowLength / 2;
  // With the article's cardinality the rules that compare cardinalities give the article's widths.
  if (decisive.cardinality === 4 && decisive.groupWidth !== "output") decisive.groupWidth = "article";
  const people = decisive.split === "random" ? {} : { validationSubjects: decisive.validationSubjects };
  const entries = Object.entries({ ...decisive, validationSubjects: undefined, ...people });
  return JSON.stringify([sha256 ?? kind, networkSha256, entries.map(([name, value]) => [name, String(value)]).sort()]);
}

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

/** Finds a run that began with the same network, settings and data, did not end, and is not under way; the latest of several. */
export async function findUnfinished(
  settings: CheckedSettings,
  source: Pick<DataSource, "kind" | "sha256">,
  options: FindOptions = {},
): Promise<string | undefined> {
  const wanted = experimentKey(settings, source, options.networkSha256);
  for (const id of (await unfinishedRuns(options)).toReversed()) {
    const begun = await readBegunRun(id, options).catch(() => undefined);
    const same = begun && experimentKey(begun.settings, begun.source, begun.networkSha256) === wanted;
    if (same && !await isUnderWay(id, options.folder)) return id;
  }
}
