// @ts-types="npm:@types/d3-array@3.2.2"
import { maxIndex, sum } from "d3-array";

/** A hidden Markov model of what a person does from one window to the next (Rabiner 1989). */
export interface HiddenMarkovModel {
  /** Probability of each activity in the first window. */
  start: number[];
  /** Probability of each activity in the next window, [activity now][activity next]. */
  transition: number[][];
}

/**
 * Returns the probability of each activity in each window, given all windows (forward-backward). `emissions` are the
 * likelihoods of each window under each activity, up to a factor of its own: [window][activity].
 */
export function smoothed(model: HiddenMarkovModel, emissions: number[][]): number[][] {
  const forward = filtered(model, emissions);
  const backward = backwards(model, emissions);
  return forward.map((row, index) => shares(row.map((value, state) => value * backward[index][state])));
}

/** Settings of {@link live}. */
export interface LiveOptions {
  /** How many later windows are waited for before a window is told. Default: 0. */
  delay?: number;
}

/**
 * Returns the probability of each activity in each window, given the windows up to it and, with a delay, so many more:
 * what a phone can tell while it records. The last windows have fewer after them.
 */
export function live(model: HiddenMarkovModel, emissions: number[][], { delay = 0 }: LiveOptions = {}): number[][] {
  return filtered(model, emissions).map((row, index) => {
    const later = backwards(model, emissions.slice(index, index + delay + 1))[0];
    return shares(row.map((value, state) => value * later[state]));
  });
}

/** Returns the most probable sequence of activities as a whole (Viterbi), counted from 0. */
export function mostProbablePath({ start, transition }: HiddenMarkovModel, emissions: number[][]): number[] {
  if (emissions.length === 0) return [];
  const logarithms = transition.map((row) => row.map(Math.log));
  let best = start.map((value, state) => Math.log(value) + Math.log(emissions[0][state]));
  const before = emissions.slice(1).map((emission) => {
    const from = emission.map((_, state) => maxIndex(best, (value, previous) => value + logarithms[previous][state]));
    best = emission.map((value, state) => best[from[state]] + logarithms[from[state]][state] + Math.log(value));
    return from;
  });
  const path = [maxIndex(best)];
  for (const from of before.toReversed()) path.unshift(from[path[0]]);
  return path;
}

/** Probabilities given the windows up to each. */
function filtered({ start, transition }: HiddenMarkovModel, emissions: number[][]): number[][] {
  const rows: number[][] = [];
  for (const emission of emissions) {
    const before = rows.at(-1);
    const expected = before
      ? emission.map((_, state) => sum(before, (value, previous) => value * transition[previous][state]))
      : start;
    rows.push(shares(expected.map((value, state) => value * emission[state])));
  }
  return rows;
}

/** Likelihoods of what comes after each window, up to a factor. */
function backwards({ transition }: HiddenMarkovModel, emissions: number[][]): number[][] {
  const rows = [transition.map(() => 1)];
  for (const emission of emissions.slice(1).toReversed()) {
    const [after] = rows;
    rows.unshift(shares(transition.map((row) => sum(row, (value, state) => value * emission[state] * after[state]))));
  }
  return rows;
}

function shares(values: number[]): number[] {
  const total = sum(values);
  return values.map((value) => value / total);
}
