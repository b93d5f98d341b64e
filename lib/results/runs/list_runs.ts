import { isMissing, namesIn, notFound } from "../../system/files.ts";
import { runsFolder } from "../../settings/environment.ts";
import { type KeptRecord, readKept } from "./kept_records.ts";
import { readRecord, type RunRecord } from "./run_record.ts";

/** Where runs are looked for. */
export interface RunsOptions {
  /** Folder of one's own runs. Default: reports/runs. */
  folder?: string;
  /** Folder of the records that came with the project. Default: notebooks/kept, or none if `folder` is given. */
  keptFolder?: string;
}

/** Which runs are listed. */
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
 * It skips folders that hold no run. If a record cannot be read, it says so in one sentence on standard error and goes on.
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
    if (!isMissing(error)) console.error(`Skipped a run: ${(error as Error).message}`);
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
