// @ts-types="npm:@types/d3-array@3.2.2"
import { mean, sum } from "d3-array";
import { activities } from "../../data/signals/activities.ts";
import type { RecordingsRecord, WayScores } from "./score_recordings.ts";

/**
 * Returns a table's rows, one for each way to read recordings: the mean of some runs. Throws one sentence if a run was
 * scored by a version that knew no random orders and pauses.
 */
export function wayRows(records: RecordingsRecord[]): Record<string, string>[] {
  const older = records.find(({ ways }) => ways.some(({ pauses }) => pauses === undefined));
  if (older) {
    throw new Error(
      `${older.run} was scored without random orders and pauses: run deno task score --model ${older.run}, or train it again first if its network is not here.`,
    );
  }
  return records[0].ways.map(({ name }, index) => {
    const own = records.map(({ ways }) => ways[index]);
    const average = (value: (way: WayScores) => number, digits = 4) => mean(own, value)!.toFixed(digits);
    const moving = (way: WayScores) => way.scores.activities[activities.length];
    const row: Record<string, string> = {
      way: name,
      "windows": average(({ windows }) => windows),
      "labelled seconds": average(({ scores }) => scores.accuracy),
    };
    row["random orders"] = average(({ randomOrders }) => randomOrders);
    if (own.every(({ pauses }) => pauses.count > 0)) {
      row["pauses told as rest"] = average(({ pauses: { told, count } }) => told / count);
    }
    if (own.every(moving)) {
      row["F1 of moving"] = average((way) => moving(way).f1);
      row["movements found"] = average(({ scores: { foundOf, segmentsOf } }) =>
        sum(foundOf.slice(activities.length)) / sum(segmentsOf.slice(activities.length))
      );
    }
    return {
      ...row,
      "segments found": average(({ scores }) => scores.found / scores.segments),
      "inserted": average(({ scores }) => scores.inserted, 1),
      "false changes a minute": average(({ scores }) => scores.falseChanges, 2),
      "border error, s": average(({ scores }) => scores.borderError, 2),
    };
  });
}
