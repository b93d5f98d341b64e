import type { LayersModel, Tensor1D, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import type { DataFrame } from "../../data/signals/window_frame.ts";
import { signalTensor, type Standardization, standardize } from "../../data/windows/window_tensors.ts";
import { splitWindows } from "../../data/windows/split_windows.ts";
import { predict } from "../../network/training/predict.ts";
import type { RunRecord } from "./run_record.ts";
import { windowsOf } from "./windows_of.ts";

const tf = await backend();

/** Accuracy of a network on some windows. */
export interface WindowsAccuracy {
  /** Number of windows. */
  windows: number;
  /** Part of them that is predicted correctly. */
  accuracy: number;
}

/** Returns a network's accuracy on rows of a frame, standardised as its training windows were. */
export async function accuracyOn(
  model: LayersModel,
  frame: DataFrame,
  rows: Int32Array,
  scale: Standardization,
): Promise<WindowsAccuracy> {
  const { windows, labels } = rowTensors(frame, rows, scale);
  const { accuracy } = await predict(model, { windows, labels }, Int32Array.from(rows.keys()));
  tf.dispose([windows, labels]);
  return { windows: rows.length, accuracy };
}

/** Puts rows of a frame on the device, standardised; the caller disposes both tensors. */
export function rowTensors(
  frame: DataFrame,
  rows: Int32Array,
  scale: Standardization,
): { windows: Tensor4D; labels: Tensor1D } {
  const activities = frame.getColumn("activity").toArray() as number[];
  const windows = tf.tidy(() => standardize(tf.gather(signalTensor(frame), rows), scale)) as Tensor4D;
  return { windows, labels: tf.tensor1d(Int32Array.from(rows, (row) => activities[row] - 1), "int32") };
}

/**
 * Returns the accuracy of a run's network on its test windows when all of them begin some samples later, as far as they
 * still lie inside their activity: a recognition that hangs on where a window begins would suffer. Throws one sentence
 * if the run's archive holds windows already cut.
 */
export async function shiftedAccuracy(
  model: LayersModel,
  { settings, standardization }: Pick<RunRecord, "settings" | "standardization">,
  shifts: number[] = [0, 16, 32, 48, 64],
): Promise<(WindowsAccuracy & { samples: number })[]> {
  const { frame } = await windowsOf(settings);
  const { test } = splitWindows(frame, settings.split, settings);
  const before = places(frame, 0);
  const tested = new Set(Array.from(test, (row) => before[row]));
  const results = [];
  for (const samples of shifts) {
    const { frame: later } = await windowsOf(settings, { offset: samples });
    const rows = Int32Array.from(
      places(later, samples).entries().filter(([, place]) => tested.has(place)).map(([row]) => row),
    );
    results.push({ samples, ...await accuracyOn(model, later, rows, standardization) });
  }
  return results;
}

/** Returns where each window of a frame would be if it began some samples earlier. */
function places(frame: DataFrame, earlier: number): string[] {
  const [experiments, starts] = ["experiment", "start"].map((name) => frame.getColumn(name).toArray() as number[]);
  return experiments.map((experiment, row) => `${experiment} ${starts[row] - earlier}`);
}
