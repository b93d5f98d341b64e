import pl from "nodejs-polars";
import type { DataFrame } from "../../data/signals/data_frame.ts";
import { settingNames } from "../../settings/experiment_settings.ts";
import { isMissing, notFound } from "../../system/build_beside.ts";
import { namesIn } from "../../system/names_in.ts";
import { runsFolder } from "../../network/training/training_files.ts";
import { readRecord, type RunRecord } from "./run_record.ts";

/** Settings of {@link readRuns} and {@link runs}. */
export interface RunsOptions {
  /** Folder of the runs. Default: reports/runs. */
  folder?: string;
}

/**
 * Reads the records of all runs, the oldest first. What is not a run's folder is passed over. A record that cannot be
 * read hides no other: one sentence on standard error names it.
 */
export async function readRuns({ folder = runsFolder }: RunsOptions = {}): Promise<RunRecord[]> {
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
export async function readIfWhole(folder: string): Promise<RunRecord | undefined> {
  try {
    return await readRecord(folder);
  } catch (error) {
    if (!isMissing(error)) console.error(`Passed over: ${(error as Error).message}`);
  }
}

/** Reads one run's record. Throws one sentence that names the latest runs if there is none of that name. */
export async function readRun(id: string, options: RunsOptions = {}): Promise<RunRecord> {
  const record = await readRecord(`${options.folder ?? runsFolder}/${id}`).catch(notFound(undefined));
  if (record) return record;
  const latest = (await readRuns(options)).slice(-3).map(({ id }) => id).join(", ");
  throw new Error(`There is no run ${id}: ${latest ? `the latest are ${latest}` : "there are none yet"}.`);
}

/**
 * Returns all runs as a Polars frame, a row a run, the oldest first: identifier, settings, device, and what came out.
 * Each setting that any run has is a column.
 */
export async function runs(options: RunsOptions = {}): Promise<DataFrame> {
  const records = await readRuns(options);
  const column = (name: string, value: (record: RunRecord) => unknown) =>
    pl.Series(name, records.map((record) => value(record) ?? null) as string[]);
  return pl.DataFrame([
    column("id", ({ id }) => id),
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
