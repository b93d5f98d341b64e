// @ts-types="npm:@types/d3-array@3.2.2"
import { cross } from "d3-array";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import { type CheckedSettings, checkSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";

/** A value of a setting. */
export type Value = string | number | boolean | null;

/** Numbers from which a random search draws. */
export interface Range {
  /** Least value. */
  from: number;
  /** Largest value. */
  to: number;
  /** `"log"` draws each order of magnitude as often as any other. Default: `"linear"`. */
  scale?: "linear" | "log";
  /** Whether only whole numbers are drawn. Default: false. */
  whole?: boolean;
}

/** The settings that vary, each with its values, or a range in a random search. */
export type Vary = Partial<Record<keyof ExperimentSettings, Value[] | Range>>;

/**
 * Returns the settings of a grid search: every combination of the values, the last setting changing fastest. Throws one
 * sentence if a setting is unknown or makes no sense, or is given as a range.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const trials = gridSearch({ epochs: 8 }, { cardinality: [1, 4], seed: [1, 2] });
 * assertEquals(trials.map(({ cardinality, seed }) => [cardinality, seed]), [[1, 1], [1, 2], [4, 1], [4, 2]]);
 * ```
 */
export function gridSearch(base: Partial<ExperimentSettings>, vary: Vary): CheckedSettings[] {
  const choices = Object.entries(vary).map(([name, values]) => {
    if (Array.isArray(values)) return values.map((value) => ({ [name]: value }));
    throw new Error(`A grid search needs a list of values for ${name}; a range belongs to a random search.`);
  });
  const combine = (trials: Partial<ExperimentSettings>[], choice: Record<string, Value>[]) =>
    cross(trials, choice, (trial, value) => ({ ...trial, ...value }));
  return choices.reduce(combine, [base]).map(checkSettings);
}

/** Settings of {@link randomSearch}. */
export interface RandomSearchOptions {
  /** Default: 20. */
  trials?: number;
  /** Default: 1. */
  seed?: number;
}

/**
 * Returns the settings of a random search (Bergstra and Bengio 2012): each trial draws every setting for itself. Throws
 * one sentence if a setting is unknown or makes no sense.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const rates = { learningRate: { from: 0.0001, to: 0.01, scale: "log" as const } };
 * assertEquals(randomSearch({ epochs: 8 }, rates, { trials: 5 }).length, 5);
 * ```
 */
export function randomSearch(
  base: Partial<ExperimentSettings>,
  vary: Vary,
  options: RandomSearchOptions = {},
): CheckedSettings[] {
  const { trials = 20, seed = 1 } = options;
  const random = seedrandom(`random search ${seed}`);
  const draw = ([name, values]: [string, Value[] | Range]) => [name, drawn(values, random())];
  return Array.from(
    { length: trials },
    () => checkSettings({ ...base, ...Object.fromEntries(Object.entries(vary).map(draw)) }),
  );
}

/** Returns the value at a place from 0 to 1 in a list or a range. */
function drawn(values: Value[] | Range, place: number): Value {
  if (Array.isArray(values)) return values[Math.floor(place * values.length)];
  const { from, to, scale = "linear", whole = false } = values;
  const value = scale === "log" ? Math.exp(Math.log(from) + place * Math.log(to / from)) : from + place * (to - from);
  return whole ? Math.round(value) : Number(value.toPrecision(4));
}
