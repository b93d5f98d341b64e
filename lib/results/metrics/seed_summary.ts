// @ts-types="npm:@types/d3-array@3.2.2"
import { deviation, mean } from "d3-array";

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
