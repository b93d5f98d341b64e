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

/** Precision, recall and their harmonic mean, each from 0 to 1. */
export interface Score {
  /** Part of the windows predicted as the class that are of it. */
  precision: number;
  /** Part of the class's windows that are predicted as it. */
  recall: number;
  /** Harmonic mean of precision and recall. */
  f1: number;
}

/** Scores of one class and the number of its windows. */
export interface ClassScore extends Score {
  /** Number of the class's windows. */
  support: number;
}

/** What a confusion matrix says of a classifier. */
export interface Scores {
  /** Part of all windows that are right. */
  accuracy: number;
  /** Averages weighted by class size, as the article prints them; the weighted recall is the accuracy. */
  weighted: Score;
  /** Averages in which every class counts the same. */
  macro: Score;
  /** In the order of the labels. */
  classes: ClassScore[];
}

/**
 * Computes the scores of a confusion matrix of counts (rows true, columns predicted), as scikit-learn's
 * `precision_recall_fscore_support`: if nothing was predicted as a class, or it has no windows, its score is 0.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const { accuracy, classes } = scores([[9, 1], [2, 8]]);
 * assertEquals([accuracy, classes[0].recall, classes[1].recall], [0.85, 0.9, 0.8]);
 * ```
 */
export function scores(counts: number[][]): Scores {
  const total = sum(counts.flat());
  const classes = counts.map((row, index): ClassScore => {
    const hits = row[index];
    const support = sum(row);
    const precision = ratio(hits, sum(counts.map((other) => other[index])));
    const recall = ratio(hits, support);
    return { precision, recall, f1: ratio(2 * precision * recall, precision + recall), support };
  });
  const average = (weight: (score: ClassScore) => number): Score => {
    const mean = (name: keyof Score) => ratio(sum(classes.map((c) => weight(c) * c[name])), sum(classes.map(weight)));
    return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
  };
  return {
    accuracy: ratio(sum(counts.map((row, index) => row[index])), total),
    weighted: average(({ support }) => support),
    macro: average(() => 1),
    classes,
  };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Returns which part of some counts, rows true and columns predicted, is on the diagonal. */
export function accuracyOf(confusion: number[][]): number {
  return sum(confusion.map((row, truth) => row[truth])) / sum(confusion.flat());
}
