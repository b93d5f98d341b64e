import pl from "nodejs-polars";
import type { DataFrame } from "./data_frame.ts";
import type { Recording, Segment } from "./recording.ts";

/**
 * Returns a frame with a row a labelled segment: `experiment`, `subject`, `activity`, and `first` and `last` sample,
 * counted from 0, both inside.
 */
export function segmentFrame(recordings: Iterable<Recording>, segments: Segment[]): DataFrame {
  const people = new Map([...recordings].map(({ experiment, subject }) => [experiment, subject]));
  return pl.DataFrame({
    experiment: segments.map(({ experiment }) => experiment),
    subject: segments.map(({ experiment }) => people.get(experiment)!),
    activity: segments.map(({ activity }) => activity),
    first: segments.map(({ first }) => first),
    last: segments.map(({ last }) => last),
  });
}

/** Returns the number of time steps in all segments of a frame of {@link segmentFrame}. */
export function labelledSteps(segments: DataFrame): number {
  return segments.select(pl.col("last").minus(pl.col("first")).plus(1).sum().alias("steps")).row(0)[0];
}
