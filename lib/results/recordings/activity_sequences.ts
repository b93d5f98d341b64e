// @ts-types="npm:@types/d3-array@3.2.2"
import { group } from "d3-array";
import { answerOf } from "../../data/signals/activities.ts";
import type { DataFrame } from "../../data/signals/data_frame.ts";
import type { WindowGrid } from "./part_probabilities.ts";

/** A labelled segment, a row of `segmentFrame`. */
interface SegmentRow {
  experiment: number;
  subject: number;
  activity: number;
  first: number;
  last: number;
}

/** Settings of {@link activitySequences}. */
export interface SequenceOptions extends WindowGrid {
  /** Whose recordings are taken. */
  people: Iterable<number>;
  /** Number of a network's answers; see `answersOf`. */
  answers: number;
}

/**
 * Returns what people did from window to window, a sequence for each recording: the answer to the segment in which a
 * window's middle lies, counted from 0. Windows of which that is not labelled, or no answer of the network, are skipped.
 */
export function activitySequences(segments: DataFrame, options: SequenceOptions): number[][] {
  const { answers } = options;
  const people = new Set(options.people);
  const rows = (segments.toRecords() as unknown as SegmentRow[]).filter(({ subject }) => people.has(subject));
  return [...group(rows, ({ experiment }) => experiment).values()].map((own) =>
    own.toSorted((a, b) => a.first - b.first).flatMap(({ activity, first, last }) => {
      const answer = answerOf(activity, answers);
      if (answer === undefined) return [];
      return new Array<number>(windowsBefore(last + 1, options) - windowsBefore(first, options)).fill(answer);
    })
  );
}

/** Returns how many windows of a recording have their middle before a sample. */
export function windowsBefore(sample: number, { windowLength, step }: WindowGrid): number {
  return Math.max(0, Math.ceil((sample - windowLength / 2) / step));
}
