import { answerOf } from "../../data/signals/activities.ts";
import type { DataFrame } from "../../data/signals/window_frame.ts";
import type { WindowGrid } from "./read_windows.ts";

/** A labelled segment, a row of `segmentFrame`. */
interface SegmentRow {
  experiment: number;
  subject: number;
  activity: number;
  first: number;
  last: number;
}

/** Added to the windows of each answer, so that an answer that never happened is not impossible. */
const added = 0.1;

/**
 * Returns how frequent each answer is in people's recordings: by the segment in which a window's middle lies. A window
 * counts for nothing if its middle has no label, or one that the network cannot answer. `people` names whose recordings
 * are taken, and `answers` how many answers a network gives, see `answersOf`.
 */
export function answerShares(
  segments: DataFrame,
  options: WindowGrid & { people: Iterable<number>; answers: number },
): number[] {
  const { answers } = options;
  const people = new Set(options.people);
  const counts = new Array<number>(answers).fill(added);
  for (const { subject, activity, first, last } of segments.toRecords() as unknown as SegmentRow[]) {
    const answer = answerOf(activity, answers);
    if (answer === undefined || !people.has(subject)) continue;
    counts[answer] += windowsBefore(last + 1, options) - windowsBefore(first, options);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

/** Returns how many windows of a recording have their middle before a sample. */
export function windowsBefore(sample: number, { windowLength, step }: WindowGrid): number {
  return Math.max(0, Math.ceil((sample - windowLength / 2) / step));
}
