import { isMissing, writeWhole } from "../system/build_beside.ts";
import { runsFolder } from "../training/training_files.ts";
import type { RunsOptions } from "./list_runs.ts";
import type { RecordingsRecord } from "./score_recordings.ts";

/** Returns where it is kept how a run's network reads recordings. */
export function recordingsFile(id: string, { folder = runsFolder }: RunsOptions = {}): string {
  return `${folder}/${id}/recordings.json`;
}

/** Keeps how a run's network reads recordings beside the run's record. */
export async function writeRecordingsRecord(record: RecordingsRecord, options: RunsOptions = {}): Promise<void> {
  await writeWhole(recordingsFile(record.run, options), JSON.stringify(record, rounded) + "\n");
}

/** Returns what is kept of how a run's network reads recordings; undefined if nothing is. */
export async function readRecordingsRecord(
  id: string,
  options: RunsOptions = {},
): Promise<RecordingsRecord | undefined> {
  const path = recordingsFile(id, options);
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new Error(`${path} cannot be read (${(error as Error).message}): run deno task score --model ${id} again.`);
  }
}

/** Six digits are more than the figures mean. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(6)) : value;
}
