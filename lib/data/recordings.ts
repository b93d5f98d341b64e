import pl from "nodejs-polars";
import { butterworth } from "./butterworth.ts";
import { linearFilter } from "./linear_filter.ts";
import { medianFilter } from "./median_filter.ts";
import { sampleRate, type Signal, signals } from "./signals.ts";

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
}

const order = 3;
const noiseCutoff = 20;
const gravityCutoff = 0.3;

/**
 * Filters recordings and cuts their labelled segments into windows, each inside one segment; returns a frame with a row
 * a window: `subject`, `activity` (1 to 6), `experiment`, `start` (sample in its recording) and the nine signals as lists.
 *
 * Signals as in UCI-HAR: total_acc is the acceleration (g) after a median filter of 3 and a low-pass at 20 Hz; body_acc is
 * total_acc less its part below 0.3 Hz; body_gyro (rad/s) is filtered as total_acc is. All low-passes are Butterworth of
 * order 3 and run forwards in time, which comes closer to the published windows than a filter without delay.
 */
export function cutWindows(recordings: Iterable<Recording>, segments: Segment[], cut: Cut = {}): pl.DataFrame {
  const { windowLength = 128, step = 64 } = cut;
  const starts = (segment: Segment) =>
    Array.from(
      { length: Math.max(0, Math.floor((segment.last - segment.first + 1 - windowLength) / step) + 1) },
      (_, i) => segment.first + i * step,
    );
  const total = segments.reduce((sum, segment) => sum + starts(segment).length, 0);
  const columns = Object.fromEntries(signals.map((name) => [name, new Float32Array(total * windowLength)]));
  const rows = { subject: [], activity: [], experiment: [], start: [] } as Record<string, number[]>;
  for (const recording of recordings) {
    const filtered = filterRecording(recording);
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
 * Makes a frame of windows: integer columns with a value a window, null where it is unknown, and signals given as one array with all
 * windows behind each other.
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

function filterRecording({ acceleration, rotation }: Recording): Record<Signal, Float64Array> {
  const noise = butterworth(order, noiseCutoff, sampleRate);
  const gravity = butterworth(order, gravityCutoff, sampleRate);
  const denoised = (axis: Float64Array) => linearFilter(noise, medianFilter(axis));
  const result: Partial<Record<Signal, Float64Array>> = {};
  for (const [i, axis] of (["x", "y", "z"] as const).entries()) {
    const total = denoised(acceleration[i]);
    const slow = linearFilter(gravity, total);
    result[`total_acc_${axis}`] = total;
    result[`body_acc_${axis}`] = total.map((value, n) => value - slow[n]);
    result[`body_gyro_${axis}`] = denoised(rotation[i]);
  }
  return result as Record<Signal, Float64Array>;
}
