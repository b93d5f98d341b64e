import pl from "nodejs-polars";
import type { DataFrame } from "./window_frame.ts";

/** Three axes of a sensor. */
export type Axes = [x: Float64Array, y: Float64Array, z: Float64Array];

/** What one person's phone recorded in one experiment. */
export interface Recording {
  experiment: number;
  subject: number;
  /** In g, gravity included. */
  acceleration: Axes;
  /** In rad/s. */
  rotation: Axes;
}

/** A stretch of a recording in which one activity went on. */
export interface Segment {
  experiment: number;
  activity: number;
  /** First and last sample, counted from 0, both inside. */
  first: number;
  last: number;
}

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
