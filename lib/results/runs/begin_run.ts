import type { DataSource } from "../../data/windows/data_source.ts";
import { exists } from "../../system/build_beside.ts";
import { namesIn } from "../../system/names_in.ts";
import { isUnderWay, runsFolder, unfinishedFolder } from "../../network/training/training_files.ts";
import { experimentKey } from "./find_run.ts";
import type { RunsOptions } from "./list_runs.ts";
import { type CheckedSettings, checkSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";

/** What is known of a run before it has ended. */
export interface BegunRun {
  settings: CheckedSettings;
  /** SHA-256 of its archive; undefined for synthetic windows. */
  sha256?: string;
  /** ISO 8601. */
  startedAt: string;
}

/**
 * Begins a run: returns a new identifier, under which training keeps its epochs (`train`'s `checkpoint`) and
 * `finishRun` writes the record. Its settings lie in reports/runs/<id>.unfinished until then.
 */
export async function beginRun(
  settings: CheckedSettings,
  { sha256 }: Pick<DataSource, "sha256">,
  { folder = runsFolder }: RunsOptions = {},
): Promise<string> {
  const now = new Date();
  await Deno.mkdir(folder, { recursive: true });
  for (;;) {
    const id = await newRunId(settings, { now, runs: folder });
    try {
      await Deno.mkdir(unfinishedFolder(id, folder));
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) continue;
      throw error;
    }
    const begun: BegunRun = { settings, sha256, startedAt: now.toISOString() };
    const path = `${unfinishedFolder(id, folder)}/begun.json`;
    await Deno.writeTextFile(`${path}.partial`, JSON.stringify(begun, null, 2) + "\n");
    await Deno.rename(`${path}.partial`, path);
    return id;
  }
}

/**
 * Reads how a run that has not ended began. Throws one sentence that names those that can be resumed if it is not one.
 */
export async function readBegunRun(id: string, { folder = runsFolder }: RunsOptions = {}): Promise<BegunRun> {
  const text = await Deno.readTextFile(`${unfinishedFolder(id, folder)}/begun.json`).catch(() => undefined);
  if (text !== undefined) {
    const begun: BegunRun = JSON.parse(text);
    return { ...begun, settings: checkSettings(begun.settings) };
  }
  if (await exists(`${folder}/${id}/run.json`)) throw new Error(`The run ${id} has ended: there is nothing to resume.`);
  const others = await unfinishedRuns({ folder });
  throw new Error(
    `There is no run ${id} to resume: ${
      others.length > 0 ? `there are ${others.join(", ")}` : "every run here has ended"
    }.`,
  );
}

/** Finds a run that began with the same settings and data, did not end, and is not under way; the latest of several. */
export async function findUnfinished(
  settings: CheckedSettings,
  source: Pick<DataSource, "kind" | "sha256">,
  options: RunsOptions = {},
): Promise<string | undefined> {
  const wanted = experimentKey(settings, source);
  for (const id of (await unfinishedRuns(options)).toReversed()) {
    const begun = await readBegunRun(id, options).catch(() => undefined);
    const same = begun && experimentKey(begun.settings, { ...begun, kind: source.kind }) === wanted;
    if (same && !await isUnderWay(id, options.folder)) return id;
  }
}

/** Returns the identifiers of runs that have not ended, the oldest first: under way, stopped, or cut off. */
export async function unfinishedRuns({ folder = runsFolder }: RunsOptions = {}): Promise<string[]> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith(".unfinished"));
  return names.map((name) => name.replace(/\.unfinished$/, "")).sort();
}

/**
 * Returns an identifier for a run that begins now, such as `2026-11-24-231500-random-seed1`; it is new in reports/runs.
 */
export async function newRunId(
  { split, seed }: Pick<ExperimentSettings, "split" | "seed">,
  options: { now?: Date; runs?: string } = {},
): Promise<string> {
  const { now = new Date(), runs = runsFolder } = options;
  const [date, time] = now.toISOString().split("T");
  const id = `${date}-${time.slice(0, 8).replaceAll(":", "")}-${split}-seed${seed}`;
  for (let count = 1;; count++) {
    const candidate = count === 1 ? id : `${id}-${count}`;
    const places = [`${runs}/${candidate}`, unfinishedFolder(candidate, runs)];
    const taken = await Promise.all(places.map(exists));
    if (!taken.includes(true)) return candidate;
  }
}
