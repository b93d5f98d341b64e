import type { ExperimentSettings } from "../settings/experiment_settings.ts";
import { variedSettings } from "../settings/varied_settings.ts";
import { readRuns, type RunsOptions } from "./list_runs.ts";
import { readRecordingsRecord } from "./recordings_record.ts";
import type { RunRecord } from "./run_record.ts";
import type { RecordingsRecord } from "./score_recordings.ts";

/** A run with how its network reads whole recordings. */
export interface ScoredRun {
  /** Its record. */
  run: RunRecord;
  /** How well each way reads the recordings of its test people. */
  recordings: RecordingsRecord;
}

/**
 * Returns the runs that were scored on whole recordings (`deno task score`) and have some settings, in the order of their
 * seeds; precision and temperature may be others, since neither is a choice of the network. Throws one sentence if there
 * is none.
 */
export async function keptRecordings(settings: ExperimentSettings, options: RunsOptions = {}): Promise<ScoredRun[]> {
  const scored: ScoredRun[] = [];
  for (const run of await readRuns(options)) {
    const free = ["seed", "data", "precision", "temperature", "tensorboard"];
    if (variedSettings([settings, run.settings]).some((name) => !free.includes(name))) continue;
    const recordings = await readRecordingsRecord(run.id, options);
    if (recordings) scored.push({ run, recordings });
  }
  if (scored.length === 0) {
    throw new Error(
      "No run with these settings was scored on whole recordings: train one, then run deno task score --model ID.",
    );
  }
  return scored.toSorted((a, b) => a.run.settings.seed - b.run.settings.seed);
}
