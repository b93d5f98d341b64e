import type { LayersModel, Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";

const tf = await backend();

/** Settings of {@link crossEntropy}. */
export interface LossOptions {
  /** Part of the probability that is spread evenly over all classes (Szegedy et al. 2015, arXiv 1512.00567). Default: 0. */
  labelSmoothing?: number;
  /** How much a window of each class counts. Default: all the same. */
  classWeights?: number[];
}

/**
 * Runs a network in training mode on a batch of windows [batch, time, sensor, 1] with their activities [batch], counted from
 * 0; returns their loss, see {@link crossEntropy}, and how many windows were right. Gradients flow through `loss`.
 */
export function batchLoss(
  model: LayersModel,
  batch: Tensor[],
  options: LossOptions = {},
): { loss: Scalar; values: [correct: Scalar] } {
  const [windows, truth] = batch as [Tensor4D, Tensor1D];
  const logits = model.apply(windows, { training: true }) as Tensor2D;
  const correct = logits.argMax(1).equal(truth).sum<Scalar>();
  return { loss: crossEntropy(logits, truth, options), values: [correct] };
}

/**
 * Returns the mean cross-entropy (nats) of logits [batch, class] and true classes [batch]; with class weights, the mean
 * weighted by the true classes' weights.
 */
export function crossEntropy(logits: Tensor2D, truth: Tensor1D, options: LossOptions = {}): Scalar {
  const { labelSmoothing = 0, classWeights } = options;
  const classes = logits.shape[1];
  let targets: Tensor = tf.oneHot(truth, classes);
  if (labelSmoothing > 0) targets = targets.mul(1 - labelSmoothing).add(labelSmoothing / classes);
  if (!classWeights) return tf.losses.softmaxCrossEntropy(targets, logits) as Scalar;
  const weights = tf.oneHot(truth, classes).mul(tf.tensor1d(classWeights)).sum(1);
  const losses = tf.losses.softmaxCrossEntropy(targets, logits, undefined, 0, tf.Reduction.NONE);
  return losses.mul(weights).sum().div(weights.sum());
}

/** Returns weights by which every class counts as much as any other: all windows over the classes' number and own windows. */
export function balancedWeights(labels: Iterable<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]++;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count === 0 ? 0 : total / (classes * count));
}
