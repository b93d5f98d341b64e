import type { Scalar, Tensor1D, Tensor2D, Variable } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";

const tf = await backend();

export interface LogisticRegressionOptions {
  /** Number of classes. Default: 6. */
  classes?: number;
  /** Weight of the half sum of squared weights beside the mean cross-entropy. Default: 0.0001. */
  penalty?: number;
  /** Steps of Adam over all rows. Default: 500. */
  steps?: number;
  /** Of the first third of the steps; a fifth of it in the second and a 25th in the last. Default: 0.05. */
  learningRate?: number;
}

/**
 * Fits multinomial logistic regression to rows of features, [row, feature], and labels from 0, and returns the
 * predicted classes of other rows. Features are standardised by the rows that it is fitted to. Nothing in it is random.
 */
export async function logisticRegression(
  features: Tensor2D,
  labels: Tensor1D,
  others: Tensor2D,
  options: LogisticRegressionOptions = {},
): Promise<Int32Array> {
  const fitted = fitLogisticRegression(features, labels, options);
  const classes = tf.tidy(() => {
    const standardized = others.sub(fitted.mean).div<Tensor2D>(fitted.deviation);
    return tf.matMul(standardized, fitted.weights).add(fitted.bias).argMax(1);
  });
  const predicted = await classes.data() as Int32Array;
  tf.dispose([classes, ...Object.values(fitted)]);
  return predicted;
}

/** What {@link fitLogisticRegression} found; the caller disposes it. */
export interface FittedLogisticRegression {
  mean: Tensor1D;
  deviation: Tensor1D;
  /** [feature, class], of standardised features. */
  weights: Tensor2D;
  /** [class]. */
  bias: Tensor1D;
}

/** Fits multinomial logistic regression, see {@link logisticRegression}. */
export function fitLogisticRegression(
  features: Tensor2D,
  labels: Tensor1D,
  options: LogisticRegressionOptions = {},
): FittedLogisticRegression {
  const { classes = 6, penalty = 0.0001, steps = 500, learningRate = 0.05 } = options;
  const [mean, deviation, standardized, targets] = tf.tidy(() => {
    const { mean, variance } = tf.moments(features, 0);
    const deviation = variance.sqrt().maximum(1e-6);
    const standardized = features.sub(mean).div(deviation);
    return [mean, deviation, standardized, tf.oneHot(labels, classes)] as [Tensor1D, Tensor1D, Tensor2D, Tensor2D];
  });
  const weights = tf.tidy(() => tf.variable(tf.zeros([features.shape[1], classes]))) as Variable & Tensor2D;
  const bias = tf.tidy(() => tf.variable(tf.zeros([classes]))) as Variable & Tensor1D;
  const loss = () => {
    const logits = tf.matMul(standardized, weights).add(bias);
    return tf.losses.softmaxCrossEntropy(targets, logits).add<Scalar>(weights.square().sum().mul(penalty / 2));
  };
  for (const rate of [learningRate, learningRate / 5, learningRate / 25]) {
    const optimizer = tf.train.adam(rate);
    for (let step = 0; step < steps; step += 3) optimizer.minimize(loss, false, [weights, bias]);
    optimizer.dispose();
  }
  tf.dispose([standardized, targets]);
  return { mean, deviation, weights, bias };
}
