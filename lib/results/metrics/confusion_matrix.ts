/**
 * Counts classifications: row i, column j holds the number of windows of class i that were predicted as class j.
 * Classes are counted from 0. Throws if truth and prediction differ in length or a class is out of range.
 */
export function confusionMatrix(truth: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number[][] {
  if (truth.length !== predicted.length) {
    throw new Error(`There are ${truth.length} true classes and ${predicted.length} predicted ones.`);
  }
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < truth.length; i++) {
    const cell = counts[truth[i]]?.[predicted[i]];
    if (cell === undefined) throw new Error(`Classes ${truth[i]} and ${predicted[i]} are not both below ${classes}.`);
    counts[truth[i]][predicted[i]] = cell + 1;
  }
  return counts;
}

/**
 * Divides each row of a confusion matrix by its sum, so that the diagonal is the recall; a row without windows stays 0.
 */
export function normalizeRows(counts: number[][]): number[][] {
  return counts.map((row) => {
    const support = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => support === 0 ? 0 : count / support);
  });
}
