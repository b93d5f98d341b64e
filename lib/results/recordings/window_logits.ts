import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import type { Recording } from "../../data/signals/recording.ts";
import type { FilterName } from "../../data/signals/signal_filters.ts";
import type { Standardization } from "../../data/windows/window_tensors.ts";
import { Predictor } from "../../network/training/predict.ts";
import { rowsOf } from "../../network/training/predict.ts";
import type { WindowLogits } from "./read_timeline.ts";
import { windowValues } from "./window_values.ts";

/** Returns the samples from one window's start to the next at which recordings are read: a quarter of a window. */
export function readingStep(windowLength: number): number {
  return Math.max(1, Math.round(windowLength / 4));
}

/** Settings of {@link windowLogits}. */
export interface WindowLogitsOptions {
  /** Samples from one window's start to the next. Default: half a window. */
  step?: number;
  /** How the recording becomes signals: as the windows did that the network was trained on. Default: `official`. */
  filters?: FilterName;
}

/**
 * Returns what a network says of each window of a recording, which is filtered, cut and standardised as the windows were
 * that the network was trained on. Samples behind the last whole window are left out.
 *
 * Throws one sentence if the recording is shorter than a window. Leaves no tensor behind.
 */
export async function windowLogits(
  model: LayersModel,
  recording: Pick<Recording, "acceleration" | "rotation">,
  standardization: Standardization,
  options: WindowLogitsOptions = {},
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
