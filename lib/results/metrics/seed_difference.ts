import jstat from "jstat";
import { seedSummary } from "./seed_summary.ts";

/** By how much some results differ from others that have the same seeds. */
export interface SeedDifference {
  /** Number of seeds that both have. */
  count: number;
  /** Mean difference, first less second. */
  mean: number;
  /** Standard error of the mean; undefined for one seed. */
  standardError?: number;
  /** Where the true difference lies with a confidence of 95%, by Student's t; undefined for one seed. */
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

/** One point of accuracy: a smaller difference counts as none. It was set before any study was looked at for it. */
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

/** Returns for each seed that all results have their mean: what a result is compared with if none of them is special. */
export function meanOfAll(results: Map<number, number>[]): Map<number, number> {
  const seeds = [...results[0].keys()].filter((seed) => results.every((own) => own.has(seed)));
  return new Map(seeds.map((seed) => [seed, seedSummary(results.map((own) => own.get(seed)!)).mean]));
}
