import pl from "nodejs-polars";
import { exists } from "../../system/build_beside.ts";
import { runsFolder } from "../../settings/runs_folder.ts";
import type { RunsOptions } from "./list_runs.ts";

/** What a run's network said of a test window. */
export interface TestPrediction {
  /** Row of the window in the frame. */
  row: number;
  /** What it is, an activity counted from 0. */
  activity: number;
  /** What was told, an activity counted from 0. */
  predicted: number;
  /** Probabilities of all activities. */
  probabilities: number[];
}

/** Returns what a run's network said of each test window; undefined if the run's record alone was kept. */
export async function testPredictions(
  id: string,
  { folder = runsFolder }: RunsOptions = {},
): Promise<TestPrediction[] | undefined> {
  const path = `${folder}/${id}/predictions.parquet`;
  if (!await exists(path)) return undefined;
  const frame = pl.readParquet(path);
  const column = (name: string) => frame.getColumn(name).toArray() as number[];
  const probabilities = frame.columns.filter((name) => name.startsWith("probability_")).map(column);
  const [activity, predicted] = [column("activity"), column("predicted")];
  return column("row").map((row, i) => ({
    row,
    activity: activity[i] - 1,
    predicted: predicted[i] - 1,
    probabilities: probabilities.map((of) => of[i]),
  }));
}
