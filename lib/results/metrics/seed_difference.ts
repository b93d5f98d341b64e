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
  /** What the interval says: whether it lies above or below zero, or holds it. */
  verdict: "higher" | "lower" | "no difference seen";
}

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
 */
export function seedDifference(first: Map<number, number>, second: Map<number, number>): SeedDifference {
  const seeds = [...first.keys()].filter((seed) => second.has(seed));
  if (seeds.length === 0) throw new Error("No seed is in both results, so they cannot be compared.");
  const { count, mean, standardError } = seedSummary(seeds.map((seed) => first.get(seed)! - second.get(seed)!));
  if (standardError === undefined) return { count, mean, verdict: "no difference seen" };
  const half = jstat.studentt.inv(0.975, count - 1) * standardError;
  const interval: [number, number] = [mean - half, mean + half];
  const verdict = interval[0] > 0 ? "higher" : interval[1] < 0 ? "lower" : "no difference seen";
  return { count, mean, standardError, interval, verdict };
}
