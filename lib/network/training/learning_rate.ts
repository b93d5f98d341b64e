import type { TrainingSettings } from "../../settings/experiment_settings.ts";

/** A training's learning rates. */
export interface LearningRateOptions {
  /** The largest learning rate. */
  learningRate: number;
  /** Default: `"constant"`. */
  schedule?: TrainingSettings["schedule"];
  /** Steps of the whole training. */
  steps: number;
}

/**
 * Returns the learning rate of a step, counted from 0: always the same, or with `"one-cycle"` one that rises from a 25th
 * over the first 30% and falls to a 250,000th, both like half a period of a cosine (Smith and Topin 2017, arXiv
 * 1708.07120; the numbers are those of PyTorch's OneCycleLR).
 */
export function learningRateAt(
  step: number,
  { learningRate, schedule = "constant", steps }: LearningRateOptions,
): number {
  return schedule === "one-cycle" ? oneCycle(step, steps) * learningRate : learningRate;
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
