// @ts-types="npm:@types/d3-array@3.2.2"
import { quantileSorted, sum } from "d3-array";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";

/** What {@link pairedComparison} finds. */
export interface PairedTest {
  /** Windows that the first one alone got right, and the second one alone. */
  onlyFirst: number;
  onlySecond: number;
  /** Probability of so uneven a number of disagreements if neither is better: McNemar's exact test, two-sided. */
  probability: number;
  /** Difference of the accuracies, first less second, and its bootstrap interval. */
  difference: number;
  interval: [low: number, high: number];
}

export interface PairedTestOptions {
  /** Part of the bootstrap's differences inside the interval. Default: 0.95. */
  confidence?: number;
  /** Draws of the bootstrap. Default: 10,000. */
  draws?: number;
  /** Default: 1. */
  seed?: number;
}

/**
 * Tells whether two predictions of the same examples differ at all, from which examples each got right: McNemar's exact
 * test (McNemar 1947; Dietterich 1998) and a bootstrap interval of the difference of accuracies (Efron 1979), drawn
 * over examples. Throws if the two have different numbers of examples, or none.
 */
export function pairedComparison(first: boolean[], second: boolean[], options: PairedTestOptions = {}): PairedTest {
  const { confidence = 0.95, draws = 10_000, seed = 1 } = options;
  const count = first.length;
  if (count === 0 || count !== second.length) {
    throw new Error(`A paired test needs the same examples on both sides: there are ${count} and ${second.length}.`);
  }
  const onlyFirst = first.filter((right, i) => right && !second[i]).length;
  const onlySecond = second.filter((right, i) => right && !first[i]).length;
  const random = seedrandom(`bootstrap ${seed}`);
  const parts = [onlyFirst / count, (onlyFirst + onlySecond) / count];
  const differences = Array.from({ length: draws }, () => {
    let difference = 0;
    for (let i = 0; i < count; i++) {
      const drawn = random.quick();
      if (drawn < parts[0]) difference++;
      else if (drawn < parts[1]) difference--;
    }
    return difference / count;
  }).sort((a, b) => a - b);
  const tail = (1 - confidence) / 2;
  return {
    onlyFirst,
    onlySecond,
    probability: binomialTest(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond),
    difference: (onlyFirst - onlySecond) / count,
    interval: [quantileSorted(differences, tail)!, quantileSorted(differences, 1 - tail)!],
  };
}

/** Probability that a fair coin thrown `total` times shows one side at most `fewer` times, either side. */
function binomialTest(fewer: number, total: number): number {
  let logarithm = -total * Math.LN2;
  const terms: number[] = [];
  for (let k = 0; k <= fewer; k++) {
    terms.push(Math.exp(logarithm));
    logarithm += Math.log((total - k) / (k + 1));
  }
  return Math.min(1, 2 * sum(terms));
}
