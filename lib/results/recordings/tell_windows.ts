import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { AdaptingPredictor } from "../../network/model/adapting_predictor.ts";
import { rowsOf, softmax } from "../../network/model/softmax.ts";
import type { Adaptation } from "../../settings/reading_choices.ts";
import { BalanceWeights } from "./balance_weights.ts";

/** Settings of {@link tellWindows}. */
export interface TellWindowsOptions {
  /** Returns the logits of windows by the network as it was trained. */
  predict: (windows: Float32Array) => Promise<Float32Array>;
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

/**
 * Returns the logits of the windows of a recording, [window][answer], by a network that may adapt to them; the windows
 * are those of `windowValues`. Leaves no tensor behind.
 */
export async function tellWindows(
  model: LayersModel,
  windows: Float32Array,
  { predict, adapt = "none", frequencies, temperature }: TellWindowsOptions,
): Promise<number[][]> {
  const answers = model.outputs[0].shape[1]!;
  if (adapt === "none") return rowsOf(await predict(windows), answers);
  const adapting = new AdaptingPredictor(model);
  const balance = frequencies && new BalanceWeights(frequencies);
  const [, time, sensors] = model.inputs[0].shape;
  const atOnce = adapt === "stream" ? time! * sensors! : windows.length;
  const logits: number[][] = [];
  try {
    for (let from = 0; from < windows.length; from += atOnce) {
      const some = windows.subarray(from, from + atOnce);
      const before = balance && rowsOf(await predict(some), answers).map((row) => softmax(row, temperature));
      logits.push(...rowsOf(await adapting.logits(some, before && balance.add(before)), answers));
    }
  } finally {
    adapting.dispose();
  }
  return logits;
}
