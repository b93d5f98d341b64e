import type { LayersModel } from "../backend/tensor_types.ts";
import { cutWindows } from "../data/signals/cut_windows.ts";
import type { Recording } from "../data/signals/recording.ts";
import type { FilterName } from "../data/signals/signal_filters.ts";
import { signalTensor, type Standardization, standardize } from "../data/windows/window_tensors.ts";
import type { Adaptation } from "../settings/reading_choices.ts";
import { backend } from "../backend/backend.ts";
import { AdaptingPredictor } from "../model/adapting_predictor.ts";
import { Predictor } from "../model/predictor.ts";
import { BalanceWeights } from "./balance_weights.ts";
import type { WindowGrid } from "./part_probabilities.ts";
import { rowsOf, softmax } from "../model/softmax.ts";

const tf = await backend();

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
  /** Whether the network adapts to the recording. Default: `"none"`. */
  adapt?: Adaptation;
  /**
   * How frequent each answer is in training. If the network adapts, windows then count so that they are as frequent in the
   * recording, see `BalanceWeights`. Default: all windows count the same.
   */
  frequencies?: number[];
  /** By what logits are divided, so that their probabilities are those of held-back people. Default: 1. */
  temperature?: number;
}

/** What a network says of the windows of a recording. */
export interface WindowLogits extends WindowGrid {
  /** [window][answer]. */
  logits: number[][];
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
  const { step = windowLength / 2, filters, adapt = "none", frequencies, temperature } = options;
  if (!Number.isInteger(step) || step < 1 || step > windowLength) {
    throw new Error(`step must be a whole number from 1 to ${windowLength} samples, and is ${step}.`);
  }
  const samples = recording.acceleration[0].length;
  if (samples < windowLength) {
    throw new Error(`The recording has ${samples} samples, and a window takes ${windowLength}: record for longer.`);
  }
  const whole = { ...recording, experiment: 1, subject: 1 };
  const frame = cutWindows([whole], [{ experiment: 1, activity: 1, first: 0, last: samples - 1 }], {
    windowLength,
    step,
    filters,
  });
  const tensor = tf.tidy(() => standardize(signalTensor(frame), standardization));
  const windows = await tensor.data() as Float32Array;
  tensor.dispose();
  const answers = model.outputs[0].shape[1]!;
  const predictor = new Predictor(model);
  const adapting = adapt === "none" ? undefined : new AdaptingPredictor(model);
  const balance = frequencies && new BalanceWeights(frequencies);
  const size = windows.length / frame.height;
  const atOnce = adapt === "stream" ? 1 : frame.height;
  const logits: number[][] = [];
  try {
    for (let window = 0; window < frame.height; window += atOnce) {
      const some = windows.subarray(window * size, (window + atOnce) * size);
      if (!adapting) {
        logits.push(...rowsOf(await predictor.logits(some), answers));
        continue;
      }
      const before = balance && rowsOf(await predictor.logits(some), answers).map((row) => softmax(row, temperature));
      logits.push(...rowsOf(await adapting.logits(some, before && balance.add(before)), answers));
    }
  } finally {
    predictor.dispose();
    adapting?.dispose();
  }
  return { logits, windowLength, step };
}
