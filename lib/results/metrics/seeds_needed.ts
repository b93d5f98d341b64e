// @ts-types="npm:@types/d3-array@3.2.2"
import { deviation, median } from "d3-array";
import jstat from "jstat";
import { leastThatMatters } from "./seed_difference.ts";

/**
 * Returns how many seeds it takes until a true difference between two networks is likely to be seen: until the interval
 * of 95% of one paired t-test, whose statistic then has Student's noncentral distribution, leaves out zero with some
 * power. Throws one sentence if deviation or difference is not above zero. `difference` is the true difference of the
 * means, by default {@link leastThatMatters}, one point; `power` how likely it is to be seen, by default 0.8.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(seedsNeeded(0.02, { difference: 0.01 }), 34);
 * ```
 *
 * @param deviation Standard deviation of the differences, seed by seed, a part of one, as {@link pairedDeviation} estimates
 *   it.
 */
export function seedsNeeded(deviation: number, options: { difference?: number; power?: number } = {}): number {
  const { difference = leastThatMatters, power = 0.8 } = options;
  if (!(deviation > 0 && difference > 0)) {
    throw new Error(`Deviation and difference must be above zero, and are ${deviation} and ${difference}.`);
  }
  let seeds = 2;
  while (powerOf(seeds, difference / deviation) < power) seeds++;
  return seeds;
}

/** Returns how likely a paired t-test is to see a difference of so many standard deviations. */
function powerOf(seeds: number, effect: number): number {
  const [freedom, noncentrality] = [seeds - 1, effect * Math.sqrt(seeds)];
  const critical = jstat.studentt.inv(0.975, freedom);
  return 1 - jstat.noncentralt.cdf(critical, freedom, noncentrality) +
    jstat.noncentralt.cdf(-critical, freedom, noncentrality);
}

/**
 * Returns the standard deviation of the differences between two networks with the same seeds: the median over each two of
 * some networks. Throws one sentence if no two of them have two seeds in common.
 *
 * @param results For each network its results by their seeds.
 */
export function pairedDeviation(results: Map<number, number>[]): number {
  const pairs = results.flatMap((first, index) => results.slice(index + 1).map((second) => [first, second]));
  const deviations = pairs.map(([first, second]) => {
    const seeds = [...first.keys()].filter((seed) => second.has(seed));
    return deviation(seeds, (seed) => first.get(seed)! - second.get(seed)!);
  });
  const middle = median(deviations);
  if (middle === undefined) throw new Error("A deviation takes two networks with two seeds in common.");
  return middle;
}
