import type { RunRecord } from "./run_record.ts";

/** Returns a number of each run by the run's seed. Default: the test accuracy. */
export function bySeed(
  runs: RunRecord[],
  value: (run: RunRecord) => number = ({ test }) => test.accuracy,
): Map<number, number> {
  return new Map(runs.map((run) => [run.settings.seed, value(run)]));
}
