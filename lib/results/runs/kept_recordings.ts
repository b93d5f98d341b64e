import type { ExperimentSettings, SettingName } from "../../settings/experiment_settings.ts";
import { variedSettings } from "../../settings/varied_settings.ts";
import { BesideRecord } from "./beside_record.ts";
import type { RunsOptions } from "./list_runs.ts";
import type { RunRecord } from "./run_record.ts";
import type { RecordingsRecord } from "./score_recordings.ts";

/** Keeps how a run's network reads whole recordings. */
export const recordingsRecord: BesideRecord<RecordingsRecord> = new BesideRecord(
  "recordings",
  "deno task score",
);

/** A run with how its network reads whole recordings. */
export interface ScoredRun {
  /** Its record. */
  run: RunRecord;
  /** How well each way reads the recordings of its test people. */
  recordings: RecordingsRecord;
}

/** Settings of {@link keptRecordings}. */
export interface KeptRecordingsOptions extends RunsOptions {
  /** Further settings that may be others, such as `testPerson` of runs that were each tested on one person. Default: none. */
  vary?: SettingName[];
}

/**
 * Returns the runs that were scored on whole recordings (`deno task score`) and have some settings, in the order of their
 * seeds; precision and temperature may be others, since neither is a choice of the network. Throws one sentence if there
 * is none.
 *
 * @param settings Settings with which the networks were trained.
 */
export async function keptRecordings(
  settings: ExperimentSettings,
  { vary = [], ...options }: KeptRecordingsOptions = {},
): Promise<ScoredRun[]> {
  const free = ["seed", "data", "precision", "temperature", "tensorboard", ...vary];
  const same = (run: RunRecord) => variedSettings([settings, run.settings]).every((name) => free.includes(name));
  const scored = (await recordingsRecord.kept(same, options)).map(({ run, measured }) => ({
    run,
    recordings: measured,
  }));
  if (scored.length === 0) {
    throw new Error(
      "No run with these settings was scored on whole recordings: train one, then run deno task score --model ID.",
    );
  }
  return scored.toSorted((a, b) => a.run.settings.seed - b.run.settings.seed);
}
