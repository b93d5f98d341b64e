import type { Reading } from "../../settings/reading_choices.ts";

/** How windows lie in a recording. */
export interface WindowGrid {
  /** Samples of a window. */
  windowLength: number;
  /** Samples from one window's start to the next. */
  step: number;
}

/**
 * Returns the probabilities of the answers in each part of a recording, one step long: the mean of all windows that cover
 * it. A live reading, which does not wait for them, takes the two windows whose middles are nearest. `probabilities` are
 * those of the windows, [window][answer].
 */
export function partProbabilities(
  probabilities: number[][],
  { windowLength, step, reading = "single" }: WindowGrid & { reading?: Reading },
): number[][] {
  const last = probabilities.length - 1;
  const inside = (window: number) => Math.min(Math.max(window, 0), last);
  return Array.from({ length: Math.ceil((last * step + windowLength) / step) }, (_, part) => {
    const [first, end] = reading === "live"
      ? [part - Math.round(windowLength / 2 / step), part - Math.round(windowLength / 2 / step) + 1]
      : [Math.ceil((part * step - windowLength + 1) / step), part];
    const some = probabilities.slice(inside(first), inside(end) + 1);
    return probabilities[0].map((_, answer) => some.reduce((sum, row) => sum + row[answer], 0) / some.length);
  });
}
