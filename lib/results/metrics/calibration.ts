import { crossEntropyOf, softmax } from "../../network/training/predict.ts";

/** Bounds between which a temperature is looked for. */
const [coldest, hottest] = [0.05, 20];
/** A part of an interval that a golden section keeps. */
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * Returns the temperature by which logits are to be divided, so that their probabilities fit windows that the network was
 * not trained on: the one of the least negative log-likelihood (Guo et al. 2017, arXiv 1706.04599). Labels are counted
 * from 0. Throws one sentence if there are no windows.
 */
export function fitTemperature(logits: number[][], labels: ArrayLike<number>): number {
  if (logits.length === 0) throw new Error("A temperature is fitted to windows, and there are none.");
  const loss = (logarithm: number) => {
    const factor = Math.exp(-logarithm);
    return logits.reduce((sum, row, i) => sum + crossEntropyOf(row.map((value) => value * factor), labels[i]), 0);
  };
  // The loss has one minimum, so a golden section finds it.
  let [low, high] = [Math.log(coldest), Math.log(hottest)];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [ofLeft, ofRight] = [loss(left), loss(right)];
  while (high - low > 1e-6) {
    if (ofLeft < ofRight) {
      [high, right, ofRight] = [right, left, ofLeft];
      left = high - golden * (high - low);
      ofLeft = loss(left);
    } else {
      [low, left, ofLeft] = [left, right, ofRight];
      right = low + golden * (high - low);
      ofRight = loss(right);
    }
  }
  return Math.exp((low + high) / 2);
}

/** Returns the probabilities of rows of logits at a temperature. */
export function probabilitiesAt(temperature: number, logits: number[][]): number[][] {
  return logits.map((row) => softmax(row, temperature));
}

/** Windows whose most probable answer has a probability within some bounds. */
export interface ReliabilityBin {
  /** Lower bound of the probability. */
  from: number;
  /** Upper bound. */
  to: number;
  /** How many they are. */
  windows: number;
  /** Mean probability of their most probable answers; NaN without windows. */
  confidence: number;
  /** Part of them whose most probable answer is right; NaN without windows. */
  accuracy: number;
}

/** How far probabilities are from what they promise. */
export interface Calibration {
  /** Windows by the probability of their answer. */
  bins: ReliabilityBin[];
  /** Expected calibration error: the mean difference of confidence and accuracy, weighted by windows. */
  error: number;
  /** Mean negative log-likelihood of the true classes, nats. */
  negativeLogLikelihood: number;
}

/** Sorts windows into bins of equal width by the probability of their most probable answer. Labels are counted from 0. */
export function calibration(
  probabilities: number[][],
  labels: ArrayLike<number>,
  { bins: count = 15 }: { bins?: number } = {},
): Calibration {
  const sums = Array.from({ length: count }, () => ({ windows: 0, confidence: 0, right: 0 }));
  let loss = 0;
  for (const [index, row] of probabilities.entries()) {
    const confidence = Math.max(...row);
    const bin = sums[Math.min(count - 1, Math.floor(confidence * count))];
    bin.windows++;
    bin.confidence += confidence;
    if (row.indexOf(confidence) === labels[index]) bin.right++;
    loss -= Math.log(Math.max(row[labels[index]], Number.MIN_VALUE));
  }
  const bins = sums.map(({ windows, confidence, right }, i) => ({
    from: i / count,
    to: (i + 1) / count,
    windows,
    confidence: confidence / windows,
    accuracy: right / windows,
  }));
  const total = probabilities.length;
  const error = sums.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) / total;
  return { bins, error, negativeLogLikelihood: loss / total };
}
