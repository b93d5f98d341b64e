import type {
  LayersModel,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor4D,
} from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import type { Standardization } from "../../data/windows/window_tensors.ts";
import type { Chance } from "../../tensorflow/graph/graph_training.ts";
import { augment, type AugmentationOptions, augments } from "./augment.ts";

const tf = await backend();

/** Settings of {@link crossEntropy}. */
export interface LossOptions {
  /**
   * Part of the probability that is spread evenly over all classes (Szegedy et al. 2015, arXiv 1512.00567). Default: 0.
   */
  labelSmoothing?: number;
  /** How much a window of each class counts. Default: all the same. */
  classWeights?: number[];
}

/** Settings of {@link batchLoss}. */
export interface BatchLossOptions extends LossOptions, AugmentationOptions {
  /** Whether windows are mixed with others, see {@link mixed}. Default: false. */
  mixup?: boolean;
  /** By what the windows were standardised; rotation and scaling need it. */
  standardization?: Standardization;
  /** What chance decides in this step; augmentation and mixup need it. */
  chance?: Chance;
}

/**
 * Runs a network in training mode on a batch of windows [batch, time, sensor, 1] with their activities [batch], counted
 * from 0; returns their loss, see {@link crossEntropy}, and how many windows were right. Gradients flow through `loss`.
 * With mixup a window counts as right if the network says the activity of the window that keeps the larger part.
 */
export function batchLoss(
  model: LayersModel,
  batch: Tensor[],
  options: BatchLossOptions = {},
): { loss: Scalar; values: [correct: Scalar] } {
  const [windows, truth] = batch as [Tensor4D, Tensor1D];
  const { mixup, chance } = options;
  const augmented = augments(options) ? augment(windows, chance!.seed, options) : windows;
  const classes = model.outputs[0].shape[1]!;
  const inputs = mixup ? mixed(augmented, chance!.mixing) : augmented;
  const targets = mixup ? mixed(tf.oneHot(truth, classes).toFloat(), chance!.mixing) : tf.oneHot(truth, classes);
  const logits = model.apply(inputs, { training: true }) as Tensor2D;
  const correct = logits.argMax(1).equal(mixup ? targets.argMax(1) : truth).sum<Scalar>();
  return { loss: crossEntropy(logits, targets as Tensor2D, options), values: [correct] };
}

/**
 * Mixes each row with the row at the other end of the batch: the first number of a pair says how much of itself a row
 * keeps (mixup: Zhang et al. 2017, arXiv 1710.09412). Since batches are drawn in random order, the partner is random.
 */
export function mixed<T extends Tensor>(rows: T, part: Scalar): T {
  return tf.tidy(() => rows.mul(part).add(rows.reverse(0).mul(tf.sub(1, part))) as T);
}

/**
 * Returns the mean cross-entropy (nats) of logits [batch, class] and the true classes' probabilities [batch, class];
 * with class weights, the mean weighted by the true classes' weights.
 */
export function crossEntropy(logits: Tensor2D, truth: Tensor2D, options: LossOptions = {}): Scalar {
  const { labelSmoothing = 0, classWeights } = options;
  const classes = logits.shape[1];
  let targets: Tensor = truth;
  if (labelSmoothing > 0) targets = targets.mul(1 - labelSmoothing).add(labelSmoothing / classes);
  if (!classWeights) return tf.losses.softmaxCrossEntropy(targets, logits) as Scalar;
  const weights = truth.mul(tf.tensor1d(classWeights)).sum(1);
  const losses = tf.losses.softmaxCrossEntropy(targets, logits, undefined, 0, tf.Reduction.NONE);
  return losses.mul(weights).sum().div(weights.sum());
}

/**
 * Returns weights by which every class counts as much as any other: all windows over the classes' number and own
 * windows.
 */
export function balancedWeights(labels: Iterable<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]++;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count === 0 ? 0 : total / (classes * count));
}
