// @ts-types="npm:@types/d3-array@3.2.2"
import { mean } from "d3-array";
import { accuracyOf } from "../metrics/scores.ts";
import { keptRuns } from "../runs/find_run.ts";
import { type Examination, examinations } from "../runs/examine_run.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { lateAccuracy } from "../metrics/late_accuracy.ts";
import { articleSettings } from "../../settings/experiment_settings.ts";
import { NotMeasured } from "../studies/measured.ts";
import { studyTrials } from "../studies/study_trials.ts";

/**
 * Returns the kept runs of a study. Throws one sentence if one of its trials was never trained here.
 *
 * @param name The name of its file in notebooks/sweeps, without `.json`.
 */
export async function studyRuns(name: string, options: RunsOptions = {}): Promise<RunRecord[]> {
  const runs = await keptRuns(await studyTrials(name), options);
  const kept = runs.filter((run) => run !== undefined);
  if (kept.length === runs.length) return kept;
  throw new NotMeasured(
    `Of the ${runs.length} runs of the study ${name} ${kept.length} are here: run deno task sweep notebooks/sweeps/${name}.json.`,
  );
}

/** Returns the kept runs of the article's own network in the small studies, those of equal width with four branches. */
export async function articleRuns(options: RunsOptions = {}): Promise<RunRecord[]> {
  const runs = await studyRuns("equal-width", options);
  return runs.filter(({ settings }) => settings.cardinality === articleSettings.cardinality);
}

/** Returns what was found in the networks of runs, by seed. Throws one sentence if one was not examined. */
export async function examined(runs: RunRecord[], options: RunsOptions = {}): Promise<Map<number, Examination>> {
  const found = new Map<number, Examination>();
  for (const { id, settings } of runs) {
    const examination = await examinations.read(id, options);
    if (!examination) throw new NotMeasured(`The run ${id} was not examined: run deno task examine --model ${id}.`);
    found.set(settings.seed, examination);
  }
  return found;
}

/**
 * Returns a number of each test person, the mean over the runs that tested the person. Default: the accuracy.
 *
 * @param runs Runs that keep the counts of their test people.
 * @param value Returns it from the counts of a person's windows, rows true and columns predicted, and the run.
 */
export function byPerson(
  runs: RunRecord[],
  value: (confusion: number[][], run: RunRecord) => number = accuracyOf,
): Map<number, number> {
  const values = runs.flatMap((run) =>
    (run.people ?? []).map(({ subject, confusion }) => ({ subject, value: value(confusion, run) }))
  );
  const people = Map.groupBy(values, ({ subject }) => subject);
  return new Map([...people].map(([subject, of]) => [subject, mean(of, ({ value }) => value)!]));
}

/** Returns a number of each run by the run's seed. Default: {@link lateAccuracy}. */
export function bySeed(
  runs: RunRecord[],
  value: (run: RunRecord) => number = lateAccuracy,
): Map<number, number> {
  return new Map(runs.map((run) => [run.settings.seed, value(run)]));
}
