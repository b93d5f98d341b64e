import type { Recording } from "../../data/signals/recording.ts";
import { type FilterName, filterRecording } from "../../data/signals/signal_filters.ts";
import { signals } from "../../data/signals/signals.ts";
import type { Standardization } from "../../data/windows/window_tensors.ts";
import type { WindowGrid } from "./read_windows.ts";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { Predictor, rowsOf } from "../../network/training/predict.ts";
import type { WindowLogits } from "./read_timeline.ts";

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

/** Returns the samples from one window's start to the next at which recordings are read: a quarter of a window. */
export function readingStep(windowLength: number): number {
  return Math.max(1, Math.round(windowLength / 4));
}

/**
 * Returns what a network says of each window of a recording, which is filtered, cut and standardised as the windows
 * were that the network was trained on. Samples behind the last whole window are left out. Windows begin `step` samples
 * apart, by default half a window, and `filters` are those of the windows that the network was trained on, by default
 * the official ones.
 *
 * Throws one sentence if the recording is shorter than a window. Leaves no tensor behind.
 */
export async function windowLogits(
  model: LayersModel,
  recording: Pick<Recording, "acceleration" | "rotation">,
  standardization: Standardization,
  options: { step?: number; filters?: FilterName } = {},
): Promise<WindowLogits> {
  const windowLength = model.inputs[0].shape[1]!;
  const { step = windowLength / 2, filters } = options;
  if (!Number.isInteger(step) || step < 1 || step > windowLength) {
    throw new Error(`step must be a whole number from 1 to ${windowLength} samples, and is ${step}.`);
  }
  const windows = windowValues(recording, standardization, { windowLength, step, filters });
  const predictor = new Predictor(model);
  try {
    const logits = rowsOf(await predictor.logits(windows), model.outputs[0].shape[1]!);
    return { logits, windowLength, step };
  } finally {
    predictor.dispose();
  }
}
