import { activities } from "./activities.ts";

/** Returns how many of some labels, 1 to 6, name each activity, in their order. */
export function activityCounts(labels: Iterable<number>): number[] {
  const counts = activities.map(() => 0);
  for (const label of labels) counts[label - 1]++;
  return counts;
}
