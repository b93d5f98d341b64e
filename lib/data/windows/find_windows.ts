import type { DataFrame } from "../signals/data_frame.ts";
// @ts-types="npm:@types/d3-array@3.2.2"
import { bisectLeft } from "d3-array";
import { filterRecording } from "../signals/signal_filters.ts";
import type { Recording } from "../signals/recording.ts";

/** Where a window lies: the recording's place in its list, and the first sample. */
export interface WindowPlace {
  recording: number;
  start: number;
}

/**
 * How far, in g, a sample may be from the published one: the files print seven digits, and recordings are rounded too.
 */
const tolerance = 0.001;
const channels = ["total_acc_x", "total_acc_y", "total_acc_z"] as const;

/**
 * Finds published windows in the recordings that they were cut from: for each row of a frame its place, undefined
 * if no stretch of any recording has the same total acceleration within 0.001 g at every sample.
 */
export function findWindows(frame: DataFrame, recordings: Recording[]): (WindowPlace | undefined)[] {
  const filtered = recordings.map((recording) => filterRecording(recording, "official"));
  const windows = channels.map((name) => frame.getColumn(name).explode().toTypedArray() as Float32Array);
  const length = windows[0].length / frame.height;
  const places = filtered.flatMap(({ total_acc_x: x }, recording) =>
    Array.from({ length: Math.max(0, x.length - length + 1) }, (_, start) => ({ recording, start }))
  );
  const first = Float64Array.from(places, ({ recording, start }) => filtered[recording].total_acc_x[start]);
  const order = Uint32Array.from(first.keys()).sort((a, b) => first[a] - first[b]);
  const sorted = Float64Array.from(order, (place) => first[place]);
  const fits = (row: number, { recording, start }: WindowPlace) =>
    channels.every((name, channel) => {
      const signal = filtered[recording][name];
      for (let n = 0; n < length; n++) {
        if (!(Math.abs(signal[start + n] - windows[channel][row * length + n]) <= tolerance)) return false;
      }
      return true;
    });
  return Array.from({ length: frame.height }, (_, row) => {
    const value = windows[0][row * length];
    for (let i = bisectLeft(sorted, value - tolerance); i < sorted.length && sorted[i] <= value + tolerance; i++) {
      if (fits(row, places[order[i]])) return places[order[i]];
    }
  });
}
