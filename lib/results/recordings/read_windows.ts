import type { Reading } from "../../settings/presets.ts";
import { softmax } from "../../network/training/predict.ts";
import { type HiddenMarkovModel, live, mostProbablePath, smoothed } from "./hidden_markov_model.ts";

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
    const covering = probabilities.slice(inside(first), inside(end) + 1);
    return probabilities[0].map((_, answer) => covering.reduce((sum, row) => sum + row[answer], 0) / covering.length);
  });
}

export interface ReadWindowsOptions {
  /** Default: `"single"`. */
  reading?: Reading;
  /** How long activities last and what lies between them; every reading but `single` takes it. */
  markov?: HiddenMarkovModel;
  /** By what logits are divided, so that their probabilities are those of held-back people. Default: 1. */
  temperature?: number;
  /**
   * Power to which a window's probabilities are raised before they are taken together with those of other windows: windows
   * overlap, so they tell less than as many windows would that did not. Default: 0.25, the part of a window that is new.
   */
  weight?: number;
  /** Windows that live reading waits for, see `live`. Default: 4. */
  delay?: number;
}

const defaultDelay = 4;

/** Returns how many samples after a sample live reading tells of it: half a window, half a step, and the delay. */
export function liveDelay(windowLength: number, step: number, delay = defaultDelay): number {
  return (windowLength + step) / 2 + delay * step;
}

/** A probability that a network's certainty never falls below, since one wrong window would else decide all. */
const leastProbability = 1e-6;

/** Returns the probabilities of the answers in each window of a recording, by the logits of a network for it. */
export function readWindows(logits: number[][], options: ReadWindowsOptions = {}): number[][] {
  const { reading = "single", markov, temperature = 1, weight = 0.25, delay = defaultDelay } = options;
  const probabilities = logits.map((row) => softmax(row, temperature));
  if (reading === "single") return probabilities;
  if (!markov) {
    throw new Error(
      `The reading "${reading}" needs to know how long activities last, which this run did not keep: take one that was trained on HAPT.`,
    );
  }
  const emissions = probabilities.map((row) => row.map((value) => Math.max(value, leastProbability) ** weight));
  if (reading === "smoothed") return smoothed(markov, emissions);
  if (reading === "live") return live(markov, emissions, { delay });
  const path = mostProbablePath(markov, emissions);
  return path.map((answer) => logits[0].map((_, index) => index === answer ? 1 : 0));
}
