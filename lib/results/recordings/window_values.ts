import type { Recording } from "../../data/signals/recording.ts";
import { type FilterName, filterRecording } from "../../data/signals/signal_filters.ts";
import { signals } from "../../data/signals/signals.ts";
import type { Standardization } from "../../data/windows/window_tensors.ts";
import type { WindowGrid } from "./part_probabilities.ts";

/**
 * Returns the windows of a recording, filtered and standardised as those were that a network was trained on: numbers in
 * the order [window][time][sensor], in float32. Samples behind the last whole window are left out.
 *
 * Throws one sentence if the recording is shorter than a window.
 */
export function windowValues(
  recording: Pick<Recording, "acceleration" | "rotation">,
  { mean, deviation }: Standardization,
  { windowLength, step, filters }: WindowGrid & { filters?: FilterName },
): Float32Array {
  const samples = recording.acceleration[0].length;
  if (samples < windowLength) {
    throw new Error(`The recording has ${samples} samples, and a window takes ${windowLength}: record for longer.`);
  }
  const filtered = filterRecording({ ...recording, experiment: 1, subject: 1 }, filters);
  const columns = signals.map((name, sensor) => {
    const [center, scale] = [Math.fround(mean[sensor]), Math.fround(deviation[sensor])];
    return Float32Array.from(filtered[name], (value) => Math.fround(Math.fround(value) - center) / scale);
  });
  const count = Math.floor((samples - windowLength) / step) + 1;
  const values = new Float32Array(count * windowLength * signals.length);
  let place = 0;
  for (let window = 0; window < count; window++) {
    for (let time = 0; time < windowLength; time++) {
      for (const column of columns) values[place++] = column[window * step + time];
    }
  }
  return values;
}
