import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from "../backend/tensor_types.ts";
import { backend, nodeBackend } from "../backend/backend.ts";
import { inBfloat16 } from "../backend/precision.ts";
import { rawKernel } from "../backend/raw_kernel.ts";

const tf = await backend();
const kernelName = "HarBatchNormalize";

const attributes = (epsilon: number, training = true) => ({
  T: { type: "float32" as const },
  U: { type: "float32" as const },
  epsilon: { float: epsilon },
  data_format: "NHWC",
  is_training: training,
});

tf.registerKernel({
  kernelName,
  backendName: "tensorflow",
  kernelFunc: ({ inputs, attrs }) => {
    const { x, gamma, beta } = inputs as Record<string, Tensor4D>;
    const epsilon = attrs!.epsilon as number;
    const inTree = nodeBackend(tf).isUsingGpuDevice;
    return inTree || inBfloat16() ? fused(x, gamma, beta, epsilon) : exact(x, gamma, beta, epsilon);
  },
});
tf.registerGradient({
  kernelName,
  inputsToSave: ["x", "gamma"],
  outputsToSave: [false, false, false, true, true, true],
  gradFunc: (dy, saved, attrs) => {
    const [x, gamma, mean, variance, extra] = saved;
    const [dx, dgamma, dbeta, ...unused] = rawKernel(
      "FusedBatchNormGradV3",
      attributes(attrs.epsilon as number),
      [(dy as Tensor4D[])[0], x, gamma, mean, variance, extra],
      5,
    );
    tf.dispose(unused);
    return { x: () => dx, gamma: () => dgamma, beta: () => dbeta };
  },
});

/** One kernel, which on a GPU adds up in a tree. */
function fused(x: Tensor4D, gamma: Tensor, beta: Tensor, epsilon: number): Tensor[] {
  const unused = tf.tensor1d([], "float32");
  const options = { ...attributes(epsilon), exponential_avg_factor: { float: 1 } };
  const outputs = rawKernel("FusedBatchNormV3", options, [x, gamma, beta, unused, unused], 6);
  unused.dispose();
  return outputs;
}

/** Into how many blocks rows are cut for {@link exact}, at most. */
const mostBlocks = 64;

/**
 * Adds up in blocks: on a CPU the kernel adds one row after the other, and its rounding grows with their number. The rows
 * of a block lie side by side for it, as channels of their own, and their means and variances are put together.
 */
function exact(x: Tensor4D, gamma: Tensor, beta: Tensor, epsilon: number): Tensor[] {
  return tf.tidy(() => {
    const channels = x.shape[3];
    const count = x.size / channels;
    const blocks = largestDivisor(count, mostBlocks);
    const width = blocks * channels;
    const [, ...ofBlocks] = fused(
      x.reshape([1, count / blocks, 1, width]),
      tf.ones([width]),
      tf.zeros([width]),
      epsilon,
    );
    const [means, variances] = [ofBlocks[2], ofBlocks[3]].map((values) => values.reshape<Tensor2D>([blocks, channels]));
    const mean = means.mean<Tensor1D>(0);
    const variance = variances.add(means.sub(mean).square()).mean<Tensor1D>(0);
    const options = { ...attributes(epsilon, false), exponential_avg_factor: { float: 1 } };
    const [y, , , , , extra] = rawKernel("FusedBatchNormV3", options, [x, gamma, beta, mean, variance], 6);
    return [y, mean.clone(), variance.mul(count / (count - 1)), mean, variance, extra];
  });
}

function largestDivisor(number: number, most: number): number {
  for (let divisor = Math.min(most, number); divisor > 1; divisor--) if (number % divisor === 0) return divisor;
  return 1;
}

/** What batch normalisation of one batch gives. */
export interface BatchNormalized {
  /** The normalised activations, of the input's shape. */
  y: Tensor4D;
  /** Mean of each channel over the batch, [channel]. */
  mean: Tensor1D;
  /** Unbiased variance of each channel over the batch (n/(n - 1) times the one that normalises), [channel]. */
  variance: Tensor1D;
}

/**
 * Normalises every channel of x by its own mean and variance over batch, time and sensor, then scales by gamma and
 * shifts by beta (Ioffe and Szegedy 2015, arXiv 1502.03167, algorithm 1). x is [batch, time, sensor, channel]; gamma
 * and beta are [channel].
 *
 * One TensorFlow kernel normalises (FusedBatchNormV3), by a mean and variance that are summed in parts, and one goes
 * back. Gradients reach x, gamma and beta through y; mean and variance are for the moving averages and carry none.
 */
export function batchNormalize(x: Tensor4D, gamma: Tensor1D, beta: Tensor1D, epsilon: number): BatchNormalized {
  const [y, mean, variance] = tf.engine().runKernel(kernelName, { x, gamma, beta }, { epsilon }) as unknown as [
    Tensor4D,
    Tensor1D,
    Tensor1D,
  ];
  return { y, mean, variance };
}
