import pl from "nodejs-polars";
import type { DataFrame } from "../../data/signals/data_frame.ts";
import { type ExperimentSettings, settingNames } from "../../settings/experiment_settings.ts";
import { isMissing, notFound } from "../../system/build_beside.ts";
import { namesIn } from "../../system/names_in.ts";
import { runsFolder } from "../../settings/runs_folder.ts";
import { type KeptRecord, readKept } from "./kept_records.ts";
import { readRecord, type RunRecord } from "./run_record.ts";
import { nearestPreset } from "../../settings/presets.ts";
import { settingsText } from "../../settings/varied_settings.ts";

/** Where runs are looked for. */
export interface RunsOptions {
  /** Folder of one's own runs. Default: reports/runs. */
  folder?: string;
  /** Folder of the records that came with the project. Default: notebooks/kept, or none if `folder` is given. */
  keptFolder?: string;
}

/** Settings of {@link listRuns} and {@link runs}. */
export interface ListRunsOptions extends RunsOptions {
  /** Whether the records that came with the project are listed too. Default: false. */
  kept?: boolean;
}

/** Reads the records of the runs that were made here, and, if asked for, of those that came with the project. */
export function listRuns({ kept = false, ...options }: ListRunsOptions = {}): Promise<RunRecord[]> {
  return kept ? readRuns(options) : readOwn(options.folder);
}

/**
 * Reads the records of all runs, the oldest first: of those that were made here and of those that came with the project.
 * What is not a run's folder is passed over. A record that cannot be read hides no other: one sentence on standard error
 * names it.
 */
export async function readRuns(options: RunsOptions = {}): Promise<RunRecord[]> {
  const kept = (await keptRecords(options)).map(({ run }) => run);
  return [...kept, ...await readOwn(options.folder)].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}

/** Reads the records that came with the project, and what was measured of their networks. */
export async function keptRecords({ folder, keptFolder }: RunsOptions = {}): Promise<KeptRecord[]> {
  return folder !== undefined && keptFolder === undefined ? [] : await readKept(keptFolder);
}

async function readOwn(folder = runsFolder): Promise<RunRecord[]> {
  const records: RunRecord[] = [];
  for (const name of (await namesIn(folder)).filter((name) => !/\.(partial|unfinished)$/.test(name))) {
    const record = await readIfWhole(`${folder}/${name}`);
    if (record) records.push(record);
  }
  return records.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}

/**
 * Reads the record in a run's folder; undefined if there is none, or if it cannot be read: then one sentence on
 * standard error says why.
 */
async function readIfWhole(folder: string): Promise<RunRecord | undefined> {
  try {
    return await readRecord(folder);
  } catch (error) {
    if (!isMissing(error)) console.error(`Passed over: ${(error as Error).message}`);
  }
}

/** Finds a run's record; undefined if there is none of that name. Throws one sentence if it is damaged. */
export async function findRecord(id: string, options: RunsOptions = {}): Promise<RunRecord | undefined> {
  return await readRecord(`${options.folder ?? runsFolder}/${id}`).catch(notFound(undefined)) ??
    (await keptRecords(options)).find(({ run }) => run.id === id)?.run;
}

/** Reads one run's record. Throws one sentence that names the latest runs if there is none of that name. */
export async function readRun(id: string, options: RunsOptions = {}): Promise<RunRecord> {
  const record = await findRecord(id, options);
  if (record) return record;
  const latest = (await readRuns(options)).slice(-3).map(({ id }) => id).join(", ");
  throw new Error(`There is no run ${id}: ${latest ? `the latest are ${latest}` : "there are none yet"}.`);
}

/**
 * Returns the runs that were made here as a Polars frame, a row a run, the oldest first: identifier, settings, device, and
 * what came out. With `kept` those that came with the project are there too, and a column `kept` names their study.
 *
 * ```ts
 * const frame = await runs({ kept: true });
 * frame.columns.includes("test accuracy");
 * ```
 */
export async function runs(options: ListRunsOptions = {}): Promise<DataFrame> {
  const records = await listRuns(options);
  const column = (name: string, value: (record: RunRecord) => unknown) =>
    pl.Series(name, records.map((record) => value(record) ?? null) as string[]);
  return pl.DataFrame([
    column("id", ({ id }) => id),
    ...options.kept ? [column("kept", ({ kept }) => kept)] : [],
    ...settingNames.filter((name) => name !== "data").map((name) => column(name, ({ settings }) => settings[name])),
    column("data", ({ data }) => data.kind),
    column("device", ({ device }) => device.name),
    column("test accuracy", ({ test }) => test.accuracy),
    column("F1, weighted", ({ test }) => test.weighted.f1),
    column("validation accuracy", ({ validationAccuracy }) => validationAccuracy),
    column("best epoch", ({ bestEpoch }) => bestEpoch),
    column("epochs done", ({ history }) => history.length),
    column("parameters", ({ parameters }) => parameters),
    column("seconds", ({ trainingSeconds }) => Math.round(trainingSeconds)),
  ]);
}

/**
 * Returns a run in short, as a row of a table. With `kept` the study with which it came, if any, stands in the place of
 * its beginning and split, which its identifier tells.
 */
export function runRow(run: RunRecord, { kept = false }: { kept?: boolean } = {}): Record<string, string> {
  const { id, settings, startedAt, history, stopped, earlyStopped, test, trainingSeconds } = run;
  const epochs = stopped || earlyStopped ? `${history.length} of ${settings.epochs}` : String(settings.epochs);
  return {
    id,
    ...kept ? { kept: run.kept ?? "" } : { when: startedAt.slice(5, 16).replace("T", " "), split: settings.split },
    settings: settingsColumn(settings),
    epochs,
    accuracy: test.accuracy.toFixed(4),
    F1: test.weighted.f1.toFixed(4),
    seconds: trainingSeconds.toFixed(0),
  };
}

/** Returns what a run's settings are other than the article's: a preset, and the settings that differ from it. */
function settingsColumn(settings: ExperimentSettings): string {
  const { preset, differing } = nearestPreset(settings);
  const others = differing.filter((name) => !["data", "split", "epochs", "seed"].includes(name));
  return [...(preset === "article" ? [] : [preset]), settingsText(settings, others)].filter(Boolean).join(", ");
}
