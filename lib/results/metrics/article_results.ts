/**
 * The figures that the article prints of its experiment (article, section 4). Accuracies and scores are from 0 to 1.
 */
export const articleResults = {
  parameters: 1_007_686,
  /** Printed as 104.65 M. */
  flops: 104.65e6,
  inferenceMilliseconds: 6.53,
  validationAccuracy: 0.9946,
  testAccuracy: 0.9883,
  precision: 0.9886,
  recall: 0.9883,
  f1: 0.9884,
  /** Accuracy of each class, in the order printed, which is UCI's order of labels whatever the printed names. */
  classes: [1, 1, 0.9858, 0.9888, 0.9581, 1],
} as const;

/** A size of a set of windows and a number of errors that give a printed value. */
export interface PossibleSize {
  /** Number of windows of the class. */
  size: number;
  /** How many of them are wrong. */
  errors: number;
}

/**
 * Searches the sizes of a set up to `largest` for those of which some number of right answers, divided by the size,
 * rounds to a printed value. A value of four digits is possible with few sizes, so it tells of the set it was computed
 * on.
 *
 * @param value The printed value, from 0 to 1.
 * @param largest The largest size that is tried.
 */
export function possibleSizes(value: number, largest: number, digits = 4): PossibleSize[] {
  const found: PossibleSize[] = [];
  const printed = value.toFixed(digits);
  for (let size = 1; size <= largest; size++) {
    const hits = Math.round(value * size);
    for (const count of [hits - 1, hits, hits + 1]) {
      if (count >= 0 && count <= size && (count / size).toFixed(digits) === printed) {
        found.push({ size, errors: size - count });
      }
    }
  }
  return found;
}
