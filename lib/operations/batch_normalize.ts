import type { Tensor1D, Tensor3D, Tensor4D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { hasRawKernels, rawKernel } from "../backend/raw_kernel.ts";
import { normalizeRows } from "./normalize_rows.ts";

const tf = await backend();
const kernelName = "HarBatchNormalize";

const attributes = (epsilon: number) => ({
  T: { type: "float32" as const },
  U: { type: "float32" as const },
  epsilon: { float: epsilon },
  data_format: "NHWC",
  is_training: true,
});

tf.registerKernel({
  kernelName,
  backendName: "tensorflow",
  kernelFunc: ({ inputs, attrs }) => {
    const { x, gamma, beta } = inputs as Record<string, Tensor4D>;
    const unused = tf.tensor1d([], "float32");
    const outputs = rawKernel(
      "FusedBatchNormV3",
      { ...attributes(attrs!.epsilon as number), exponential_avg_factor: { float: 1 } },
      [x, gamma, beta, unused, unused],
      6,
    );
    unused.dispose();
    return outputs;
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
 * One TensorFlow kernel forwards (FusedBatchNormV3) and one back. Gradients reach x, gamma and beta through y; mean and
 * variance are for the moving averages and carry none.
 */
export function batchNormalize(x: Tensor4D, gamma: Tensor1D, beta: Tensor1D, epsilon: number): BatchNormalized {
  if (!hasRawKernels()) return normalizeByOperations(x, gamma, beta, epsilon);
  const [y, mean, variance] = tf.engine().runKernel(kernelName, { x, gamma, beta }, { epsilon }) as unknown as [
    Tensor4D,
    Tensor1D,
    Tensor1D,
  ];
  return { y, mean, variance };
}

function normalizeByOperations(x: Tensor4D, gamma: Tensor1D, beta: Tensor1D, epsilon: number): BatchNormalized {
  const channels = x.shape[3];
  const count = x.size / channels;
  const rows = x.reshape<Tensor3D>([1, count, channels]);
  const [scale, shift] = [gamma, beta].map((weights) => weights.reshape<Tensor3D>([1, 1, channels]));
  const { y, mean, variance } = normalizeRows(rows, scale, shift, epsilon);
  return {
    y: y.reshape(x.shape),
    mean: mean.reshape([channels]),
    variance: variance.mul(count / (count - 1)).reshape([channels]),
  };
}
