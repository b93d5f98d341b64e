import type { ExperimentSettings, SettingName } from "../../settings/experiment_settings.ts";
import { variedSettings } from "../../settings/presets.ts";
import { BesideRecord } from "./beside_record.ts";
import type { RunsOptions } from "./list_runs.ts";
import type { RunRecord } from "./run_record.ts";
import type { RecordingsRecord, WayScores } from "./score_recordings.ts";
// @ts-types="npm:@types/d3-array@3.2.2"
import { mean } from "d3-array";

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

/**
 * Returns the runs that were scored on whole recordings (`deno task score`) and have some settings, in the order of
 * their seeds; precision and temperature may be others, since neither is a choice of the network. Throws one sentence
 * if there is none. `vary` names further settings that may differ, such as `testPerson`.
 *
 * @param settings Settings with which the networks were trained.
 */
export async function keptRecordings(
  settings: ExperimentSettings,
  { vary = [], ...options }: RunsOptions & { vary?: SettingName[] } = {},
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

/** Returns a table's rows, one for each way to read recordings: the mean of some runs. */
export function wayRows(records: RecordingsRecord[]): Record<string, string>[] {
  return records[0].ways.map(({ name }, index) => {
    const scored = records.map(({ ways }) => ways[index]);
    const average = (value: (way: WayScores) => number, digits = 4) => mean(scored, value)!.toFixed(digits);
    return {
      way: name,
      "windows": average(({ windows }) => windows),
      "labelled seconds": average(({ scores }) => scores.accuracy),
      "random orders": average(({ randomOrders }) => randomOrders),
      "segments found": average(({ scores }) => scores.found / scores.segments),
      "false changes a minute": average(({ scores }) => scores.falseChanges, 2),
    };
  });
}
