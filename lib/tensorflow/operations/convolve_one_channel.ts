import type { Tensor1D, Tensor2D, Tensor3D, Tensor4D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { productsOverRows, sumsOverRows } from "./products_over_rows.ts";

const tf = await backend();

/** Gives kernels in terms of the {@link differences}. */
const inDifferences = [[1, 0, 0], [1, 1, 1], [0, 0, 1]];

export interface ConvolveOneChannelOptions {
  /** [3, 1, 1, channel]. */
  kernel: Tensor4D;
  /** Scale and shift of the batch normalisation, [channel]. */
  gamma: Tensor1D;
  beta: Tensor1D;
  /** Added to a variance before its root is taken. */
  epsilon: number;
  /** Stride on the time axis. */
  stride: number;
  /** Sizes of the parts into which the output's channels are cut. */
  widths: number[];
}

/**
 * Convolves one channel, [batch, time, sensor, 1], with three taps in time and normalises each output channel over the
 * batch: what `batchNormalize(convolveTime(x))` gives, without ever holding the convolution. Mean and variance of a sum
 * of three taps follow from the means and covariances of the taps, so normalisation is a matter of the kernel, and one
 * matrix product with four rows gives each part of the output.
 *
 * The variance is taken of differences between taps: with smooth signals the taps are nearly equal, and sums of their
 * covariances would lose most digits.
 */
export function convolveOneChannel(
  x: Tensor4D,
  { kernel, gamma, beta, epsilon, stride, widths }: ConvolveOneChannelOptions,
): { parts: Tensor4D[]; mean: Tensor1D; variance: Tensor1D } {
  const [batch, length, sensor] = x.shape;
  const time = Math.ceil(length / stride);
  const rows = differences(x, time, stride);
  const count = rows.shape[1];
  const tapMean = sumsOverRows(rows).div<Tensor3D>(count);
  const centredRows = rows.sub<Tensor3D>(tapMean);
  const covariance = productsOverRows(centredRows, centredRows).squeeze<Tensor2D>([0]).div<Tensor2D>(count);
  const centred = centredRows.squeeze<Tensor2D>([0]);

  const weights = tf.matMul(tf.tensor2d(inDifferences), kernel.reshape<Tensor2D>([3, -1]));
  const variance = tf.matMul(covariance, weights).mul(weights).sum<Tensor1D>(0);
  const scaled = weights.mul<Tensor2D>(gamma.div(variance.add(epsilon).sqrt()));
  const inputs = tf.concat([centred, tf.ones([count, 1])], 1) as Tensor2D;
  const all = tf.concat([scaled, beta.expandDims<Tensor2D>(0)], 0) as Tensor2D;
  // tfjs has no gradient of a cut into a single part.
  const kernels = widths.length === 1 ? [all] : tf.split(all, widths, 1);
  return {
    parts: kernels.map((kernel, part) =>
      tf.matMul(inputs, kernel).reshape<Tensor4D>([batch, time, sensor, widths[part]])
    ),
    mean: tf.matMul(tapMean.squeeze<Tensor2D>([0]), weights).reshape([-1]),
    variance: variance.mul(count / (count - 1)),
  };
}

/**
 * Returns the samples under the middle tap at each step, and by how much those under the taps before and after it
 * differ, which neighbouring samples make small: [1, batch * time * sensor, 3]. They are subtracted and not convolved,
 * since a graph in bfloat16 would round the samples for a convolution, and lose the differences.
 */
function differences(x: Tensor4D, time: number, stride: number): Tensor3D {
  const [batch, , sensor] = x.shape;
  const padded = tf.pad(x, [[0, 0], [1, stride], [0, 0], [0, 0]]);
  const [before, middle, after] = [0, 1, 2].map((tap) => {
    const until = tap + (time - 1) * stride + 1;
    return tf.stridedSlice(padded, [0, tap, 0, 0], [batch, until, sensor, 1], [1, stride, 1, 1]);
  });
  return tf.stack([before.sub(middle), middle, after.sub(middle)], -1).reshape([1, -1, 3]);
}
