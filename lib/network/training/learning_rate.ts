import type { TrainingSettings } from "../../settings/experiment_settings.ts";

/** Settings of {@link learningRateAt}. */
export interface LearningRateOptions {
  /** The largest learning rate. */
  learningRate: number;
  /** Default: `"constant"`. */
  schedule?: TrainingSettings["schedule"];
  /** Steps of the whole training. */
  steps: number;
  /** Steps at its start over which the rate rises in proportion; `"one-cycle"` has its own. Default: 0. */
  warmUpSteps?: number;
}

/**
 * Returns the learning rate of a step, counted from 0. After the warm-up:
 *
 * - `"constant"`: stays.
 * - `"step"`: a tenth after half of the training, a hundredth after three quarters (He et al. 2015, arXiv 1512.03385).
 * - `"cosine"`: falls to zero like half a period of a cosine (Loshchilov and Hutter 2016, arXiv 1608.03983).
 * - `"one-cycle"`: rises from a 25th over the first 30% and falls to a 250,000th, both like a cosine (Smith and Topin
 *   2017, arXiv 1708.07120; the numbers are those of PyTorch's OneCycleLR).
 */
export function learningRateAt(
  step: number,
  { learningRate, schedule = "constant", steps, warmUpSteps = 0 }: LearningRateOptions,
): number {
  if (schedule === "one-cycle") return oneCycle(step, steps) * learningRate;
  if (step < warmUpSteps) return learningRate * (step + 1) / warmUpSteps;
  if (schedule === "step") return learningRate * (step < steps / 2 ? 1 : step < steps * 3 / 4 ? 0.1 : 0.01);
  if (schedule === "cosine") return learningRate * between(1, 0, (step - warmUpSteps) / (steps - warmUpSteps));
  return learningRate;
}

function oneCycle(step: number, steps: number): number {
  const [first, last] = [1 / 25, 1 / 25e4];
  const top = 0.3 * steps - 1;
  return step <= top ? between(first, 1, step / top) : between(1, last, (step - top) / (steps - 1 - top));
}

/** Goes from one value to another like half a period of a cosine, for parts from 0 to 1. */
function between(from: number, to: number, part: number): number {
  return to + (from - to) / 2 * (1 + Math.cos(Math.PI * part));
}
