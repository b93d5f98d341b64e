// @ts-types="npm:@types/d3-array@3.2.2"
import { deviation, mean } from "d3-array";
import jstat from "jstat";

/** Numbers of several seeds in short. */
export interface SeedSummary {
  /** Number of values. */
  count: number;
  /** Their mean. */
  mean: number;
  /** Standard error of the mean: the standard deviation (n - 1) over the root of n; undefined for one number. */
  standardError?: number;
}

/**
 * Returns mean and standard error of numbers that differ by their seeds alone. Throws if there are none.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(seedSummary([0.94, 0.96]).mean, 0.95);
 * ```
 */
export function seedSummary(values: number[]): SeedSummary {
  if (values.length === 0) throw new Error("There is nothing to take a mean of.");
  const spread = deviation(values);
  return {
    count: values.length,
    mean: mean(values)!,
    standardError: spread === undefined ? undefined : spread / Math.sqrt(values.length),
  };
}

/** By how much some results differ from others that have the same seeds. */
export interface SeedDifference {
  /** Number of seeds that both have. */
  count: number;
  /** Mean difference, first less second. */
  mean: number;
  /** Standard error of the mean; undefined for one seed. */
  standardError?: number;
  /**
   * Where the true difference lies by Student's t, with a confidence of 95%, or higher if several comparisons are to hold
   * together; undefined for one seed.
   */
  interval?: [low: number, high: number];
  /**
   * What the interval says: that the difference is too small to matter, since all of it lies inside of the margin; else
   * that it lies above or below zero; else nothing.
   */
  verdict: "the same" | "higher" | "lower" | "open";
}

/** Settings of {@link seedDifference}. */
export interface SeedDifferenceOptions {
  /**
   * How many such differences are looked at together. The intervals get wider, so that all of them hold at once with a
   * confidence of 95% (Bonferroni; Holm's procedure is less strict, but gives no intervals). Default: 1.
   */
  comparisons?: number;
  /** The least difference that matters. Default: {@link leastThatMatters}. */
  margin?: number;
}

/**
 * One point of accuracy, as a part of one: a smaller difference counts as none. It was set before the study of cardinality
 * was trained, and after the small studies had been seen.
 */
export const leastThatMatters = 0.01;

/**
 * Compares results seed by seed, since the same seed means the same people and the same order of windows. Throws if no
 * seed is in both.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const first = new Map([[1, 0.92], [2, 0.94], [3, 0.93]]);
 * const second = new Map([[1, 0.90], [2, 0.92], [3, 0.91]]);
 * assertEquals(seedDifference(first, second).verdict, "higher");
 * ```
 *
 * @param first Results by their seeds, such as `bySeed` returns them.
 * @param second Results that they are compared with.
 */
export function seedDifference(
  first: Map<number, number>,
  second: Map<number, number>,
  { comparisons = 1, margin = leastThatMatters }: SeedDifferenceOptions = {},
): SeedDifference {
  const seeds = [...first.keys()].filter((seed) => second.has(seed));
  if (seeds.length === 0) throw new Error("No seed is in both results, so they cannot be compared.");
  const { count, mean, standardError } = seedSummary(seeds.map((seed) => first.get(seed)! - second.get(seed)!));
  if (standardError === undefined) return { count, mean, verdict: "open" };
  const half = jstat.studentt.inv(1 - 0.025 / comparisons, count - 1) * standardError;
  const [low, high] = [mean - half, mean + half];
  const verdict = low > -margin && high < margin ? "the same" : low > 0 ? "higher" : high < 0 ? "lower" : "open";
  return { count, mean, standardError, interval: [low, high], verdict };
}

/**
 * Compares each of some results with the mean of the others, seed by seed: none of them is special, so that one whose
 * seeds were unlucky does not make all others look good. All intervals hold together. Throws one sentence if there are
 * fewer than two.
 *
 * @param results For each network its results by their seeds.
 */
export function differencesToOthers(results: Map<number, number>[]): SeedDifference[] {
  const count = results.length;
  if (count < 2) throw new Error(`There is nothing to compare: ${count} of at least two networks.`);
  // Two networks are one comparison, seen from both sides.
  const comparisons = count === 2 ? 1 : count;
  return results.map((result) =>
    seedDifference(result, meanOf(results.filter((other) => other !== result)), { comparisons })
  );
}

/** Returns the mean of some results for each seed that all of them have. */
function meanOf(results: Map<number, number>[]): Map<number, number> {
  const seeds = [...results[0].keys()].filter((seed) => results.every((result) => result.has(seed)));
  return new Map(seeds.map((seed) => [seed, seedSummary(results.map((result) => result.get(seed)!)).mean]));
}
