import type {
  LayersModel,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
} from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { statelessRandom } from "../../tensorflow/backend/random_tensors.ts";
import { withRandomSeed } from "../../tensorflow/operations/tfjs_layers.ts";
import type { StepInputs } from "../../tensorflow/graph/graph_training.ts";
import type { TrainingSettings } from "../../settings/experiment_settings.ts";
import type { Standardization } from "../../data/windows/window_tensors.ts";

const tf = await backend();

/** What changes the cross-entropy. */
export interface LossOptions {
  /**
   * Part of the probability that is spread evenly over all classes (Szegedy et al. 2015, arXiv 1512.00567). Default: 0.
   */
  labelSmoothing?: number;
  /** How much a window of each class counts. Default: all the same. */
  classWeights?: number[];
}

/** What changes the loss of a batch. */
export interface BatchLossOptions extends LossOptions, AugmentationOptions {
  /** Whether windows are mixed with others, see {@link mixed}. Default: false. */
  mixup?: boolean;
  /** By what the windows were standardised; rotation and scaling need it. */
  standardization?: Standardization;
  /** What each step is given: the seed of augmentation, and how much of a window mixup keeps. */
  inputs?: StepInputs;
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
  const { mixup, inputs } = options;
  const augmented = augments(options) ? augment(windows, inputs!.seed, options) : windows;
  const classes = model.outputs[0].shape[1]!;
  const shown = mixup ? mixed(augmented, inputs!.number) : augmented;
  const targets = mixup ? mixed(tf.oneHot(truth, classes).toFloat(), inputs!.number) : tf.oneHot(truth, classes);
  const logits = withRandomSeed(inputs?.seed, () => model.apply(shown, { training: true }) as Tensor2D);
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
 * Returns weights by which every class counts as much as any other: all windows over the number of classes and over the
 * windows of the class.
 */
export function balancedWeights(labels: Iterable<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]++;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count === 0 ? 0 : total / (classes * count));
}

/**
 * How windows are changed at random in training; each is off by default. A rotation is about a random axis, the same
 * for all sensors.
 */
export type AugmentationOptions = Partial<Pick<TrainingSettings, "rotation" | "scaling" | "noise">>;

const streams = { axis: 1, angle: 2, scaling: 3, noise: 4 };
const axes = 3;
/** Row k holds the matrix of the cross product with unit vector k. */
const crossProducts = [[0, 0, 0, 0, 0, 1, 0, -1, 0], [0, 0, -1, 0, 0, 0, 1, 0, 0], [0, 1, 0, -1, 0, 0, 0, 0, 0]];

/** Tells whether any augmentation is on. */
export function augments({ rotation = 0, scaling = 0, noise = 0 }: AugmentationOptions): boolean {
  return rotation > 0 || scaling > 0 || noise > 0;
}

/**
 * Changes standardised windows [batch, time, sensor, 1] at random, each window in a way of its own that the seed
 * decides (after Um et al. 2017, arXiv 1706.00527). Rotation and scaling act on the signals in their units (g, rad/s),
 * in which a turned phone measures turned vectors, so they need to know how windows were standardised; the signals must
 * be x, y and z, sensor after sensor.
 */
export function augment(
  windows: Tensor4D,
  seed: Tensor1D,
  options: AugmentationOptions & { standardization?: Standardization },
): Tensor4D {
  const { rotation = 0, scaling = 0, noise = 0 } = options;
  return tf.tidy(() => {
    const [batch, , sensors] = windows.shape;
    let x = windows.squeeze<Tensor3D>([3]);
    if (rotation > 0 || scaling > 0) {
      const { mean, deviation } = options.standardization!;
      let raw = x.mul(deviation).add<Tensor3D>(mean);
      if (rotation > 0) raw = tf.matMul(raw, phoneRotations(batch, sensors, seed, rotation));
      if (scaling > 0) {
        raw = raw.mul(statelessRandom("normal", [batch, 1, sensors], seed, streams.scaling).mul(scaling).add(1));
      }
      x = raw.sub(mean).div<Tensor3D>(deviation);
    }
    if (noise > 0) x = x.add(statelessRandom("normal", x.shape, seed, streams.noise).mul(noise));
    return x.expandDims<Tensor4D>(3);
  });
}

/**
 * Returns for each window a matrix [sensor, sensor] by which rows of signals are multiplied: one rotation for all
 * sensors.
 */
function phoneRotations(batch: number, sensors: number, seed: Tensor1D, degrees: number): Tensor3D {
  const towards = statelessRandom("normal", [batch, axes], seed, streams.axis);
  const angle = statelessRandom("uniform", [batch, 1, 1], seed, streams.angle).mul(degrees * Math.PI / 180);
  const rotation = rotations(towards.div(towards.norm("euclidean", 1, true)), angle);
  const same = Array.from(
    { length: sensors },
    (_, row) =>
      Array.from({ length: sensors }, (_, column) => Math.floor(row / axes) === Math.floor(column / axes) ? 1 : 0),
  );
  return rotation.tile([1, sensors / axes, sensors / axes]).mul(tf.tensor2d(same));
}

/**
 * Returns Rodrigues' matrices [batch, 3, 3], for row vectors, of rotations about unit vectors [batch, 3] by angles
 * [batch, 1, 1] in radians.
 */
export function rotations(axis: Tensor, angle: Tensor): Tensor3D {
  return tf.tidy(() => {
    const batch = axis.shape[0];
    const cross = tf.matMul(axis, tf.tensor2d(crossProducts)).reshape([batch, axes, axes]);
    const outer = axis.expandDims(2).mul(axis.expandDims(1));
    const cosine = angle.cos();
    return tf.eye(axes).mul(cosine).add(cross.mul(angle.sin())).add(outer.mul(tf.sub(1, cosine)));
  });
}
