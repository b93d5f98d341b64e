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
