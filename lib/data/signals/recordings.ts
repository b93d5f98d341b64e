import pl from "nodejs-polars";
import { type FilterName, filterRecording } from "./signal_filters.ts";
import { signals } from "./signals.ts";

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

/** How recordings are cut into windows. */
export interface Cut {
  /** Samples of a window. Default: 128, 2.56 s. */
  windowLength?: number;
  /** Samples from one window's start to the next one's. Default: 64, an overlap of one half. */
  step?: number;
  /** How recordings become signals. Default: `official`, which gives the published windows. */
  filters?: FilterName;
}

/**
 * Filters recordings and cuts their labelled segments into windows, each inside one segment; returns a frame with a row
 * a window: `subject`, `activity`, `experiment`, `start` (sample in its recording) and the nine signals as lists.
 */
export function cutWindows(recordings: Iterable<Recording>, segments: Segment[], cut: Cut = {}): pl.DataFrame {
  const { windowLength = 128, step = 64, filters } = cut;
  const starts = (segment: Segment) =>
    Array.from(
      { length: Math.max(0, Math.floor((segment.last - segment.first + 1 - windowLength) / step) + 1) },
      (_, i) => segment.first + i * step,
    );
  const total = segments.reduce((sum, segment) => sum + starts(segment).length, 0);
  const columns = Object.fromEntries(signals.map((name) => [name, new Float32Array(total * windowLength)]));
  const rows = { subject: [], activity: [], experiment: [], start: [] } as Record<string, number[]>;
  for (const recording of recordings) {
    const filtered = filterRecording(recording, filters);
    for (const segment of segments.filter(({ experiment }) => experiment === recording.experiment)) {
      for (const start of starts(segment)) {
        const offset = rows.start.length * windowLength;
        for (const name of signals) columns[name].set(filtered[name].subarray(start, start + windowLength), offset);
        rows.subject.push(recording.subject);
        rows.activity.push(segment.activity);
        rows.experiment.push(recording.experiment);
        rows.start.push(start);
      }
    }
  }
  return windowFrame(rows, columns, windowLength);
}

/**
 * Makes a frame of windows: integer columns with a value a window, null where it is unknown, and signals given as one
 * array with all windows behind each other.
 */
export function windowFrame(
  rows: Record<string, (number | null)[]>,
  columns: Record<string, Float32Array>,
  windowLength: number,
): pl.DataFrame {
  // Given the type at once, Polars for Node turns null into 0.
  const integers = Object.entries(rows).map(([name, values]) => pl.Series(name, values).cast(pl.Int32));
  const names = Object.keys(columns);
  const lists = listsOf(columns, windowLength);
  return pl.DataFrame([...integers, ...names.map((name) => lists.getColumn(name))]);
}

/**
 * Returns a frame with a row a labelled segment: `experiment`, `subject`, `activity`, and `first` and `last` sample,
 * counted from 0, both inside.
 */
export function segmentFrame(recordings: Iterable<Recording>, segments: Segment[]): pl.DataFrame {
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
export function labelledSteps(segments: pl.DataFrame): number {
  return segments.select(pl.col("last").minus(pl.col("first")).plus(1).sum().alias("steps")).row(0)[0];
}

/** Returns for each of many values, `length` of them a row, the number of its row. */
export function rowNumbers(total: number, length: number): Int32Array {
  const rows = new Int32Array(total);
  for (let row = 0; row * length < total; row++) rows.fill(row, row * length, (row + 1) * length);
  return rows;
}

/** Cuts arrays of the same size into lists of the same length: a frame of List(Float32) columns. */
export function listsOf(columns: Record<string, Float32Array>, length: number): pl.DataFrame {
  const total = Object.values(columns)[0].length;
  const series = Object.entries(columns).map(([name, values]) => pl.Series(name, values, pl.Float32));
  const long = pl.DataFrame([pl.Series("row", rowNumbers(total, length), pl.Int32), ...series]);
  return long.groupBy("row").agg(...Object.keys(columns).map((name) => pl.col(name))).sort("row").drop("row");
}
