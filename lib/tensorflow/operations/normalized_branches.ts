import type { Rank } from "@tensorflow/tfjs-node-gpu";
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { inBfloat16 } from "../backend/precision.ts";
import { rawKernel } from "../backend/raw_kernel.ts";
import { batchNormalize } from "./batch_normalize.ts";
import { matrixProduct, multiply } from "./matrix_product.ts";
import { productsOverRows, sumsOverRows } from "./products_over_rows.ts";

const tf = await backend();
const kernelName = "HarNormalizedBranches";

/** The 1x1 convolutions of the branches and their batch normalisations. */
export interface BranchWeights {
  /** [branch, in, out]. */
  kernel: Tensor3D;
  /** [branch, out]. */
  gamma: Tensor2D;
  /** [branch, out]. */
  beta: Tensor2D;
  /** Added to a variance before its root is taken. */
  epsilon: number;
}

/** What {@link normalizedBranches} gives. */
export interface NormalizedBranches {
  /** Sum over the branches, [batch, time, sensor, out]. */
  sum: Tensor4D;
  /** Means of the convolved channels over the batch, [branch, out]. */
  mean: Tensor2D;
  /** Their unbiased variances, [branch, out]. */
  variance: Tensor2D;
}

tf.registerKernel({
  kernelName,
  backendName: "tensorflow",
  kernelFunc: ({ inputs, attrs }) => {
    const { x, kernel, gamma, beta } = inputs as unknown as { x: Tensor4D } & BranchWeights;
    return mergedBranches(x, { kernel, gamma, beta, epsilon: attrs!.epsilon as number });
  },
});

tf.registerGradient({
  kernelName,
  inputsToSave: ["x", "kernel", "gamma"],
  outputsToSave: [false, false, true, true, true],
  gradFunc: (dy, [x, kernel, gamma, variance, centred, covariance], attrs) => {
    const gradients = branchGradients((dy as Tensor4D[])[0], x as Tensor4D, {
      kernel: kernel as Tensor3D,
      gamma: gamma as Tensor2D,
      variance: variance as Tensor2D,
      centred: centred as Tensor2D,
      covariance: covariance as Tensor2D,
      epsilon: attrs.epsilon as number,
    });
    return { x: () => gradients[0], kernel: () => gradients[1], gamma: () => gradients[2], beta: () => gradients[3] };
  },
});

/**
 * Takes a part of the channels for each branch, convolves it 1x1, normalises each branch's output by its own mean and
 * variance over the batch, and adds the branches: [batch, time, sensor, branch * in] to [batch, time, sensor, out].
 *
 * Gradients reach x, kernel, gamma and beta through the sum. They are the same as those of the operations one by one,
 * but need no pass over the branches' wide outputs: a normalised output is a matrix product of the branch's input,
 * which is narrow, so everything that batch normalisation's gradient takes from it follows from products with that
 * input.
 */
export function normalizedBranches(x: Tensor4D, { kernel, gamma, beta, epsilon }: BranchWeights): NormalizedBranches {
  const outputs = tf.engine().runKernel(kernelName, { x, kernel, gamma, beta }, { epsilon });
  const [sum, mean, variance] = outputs as unknown as [Tensor4D, Tensor2D, Tensor2D];
  return { sum, mean, variance };
}

/** Does what {@link normalizedBranches} does, operation by operation, for branches that have inputs of their own. */
export function addNormalizedBranches(
  inputs: Tensor4D[],
  { kernel, gamma, beta, epsilon }: BranchWeights,
): NormalizedBranches {
  // tfjs has no gradient of an unstack into one tensor.
  const unstack = (weights: Tensor) => inputs.length === 1 ? [weights.squeeze([0])] : tf.unstack(weights);
  const [kernels, gammas, betas] = [kernel, gamma, beta].map(unstack);
  const branches = inputs.map((input, branch) => {
    const projected = project(input, kernels[branch] as Tensor2D);
    return batchNormalize(projected, gammas[branch] as Tensor1D, betas[branch] as Tensor1D, epsilon);
  });
  return {
    sum: tf.addN(branches.map(({ y }) => y)),
    mean: tf.stack(branches.map(({ mean }) => mean)) as Tensor2D,
    variance: tf.stack(branches.map(({ variance }) => variance)) as Tensor2D,
  };
}

/** Convolves [batch, time, sensor, in] with a 1x1 kernel [in, out]: a matrix product at every position. */
function project(x: Tensor, kernel: Tensor2D): Tensor4D {
  const [batch, time, sensor, channel] = x.shape;
  return matrixProduct(x.reshape<Tensor2D>([-1, channel]), kernel).reshape([batch, time, sensor, kernel.shape[1]]);
}

/**
 * Computes the sum, and mean and variance of each branch's outputs, without any of the branches' wide outputs: they are
 * x w, so their mean is that of x times w, and their variance w'Cw with C the covariance of x.
 *
 * Taken like that, a small variance would be a difference of large numbers and lose its digits. So x is first turned
 * into q = x L'^-1, with C = LL' but for rounding, whose covariance D is nearly one; then the variance is (L'w)'D(L'w),
 * whatever L is, and exact to the rounding of x w itself (Yamamoto et al. 2015, "CholeskyQR2"). In bfloat16 x has been
 * rounded so much that w'Cw is as good. Also returns x less its mean, and C.
 */
function mergedBranches(
  x: Tensor4D,
  { kernel, gamma, beta, epsilon }: BranchWeights,
): [Tensor4D, Tensor2D, Tensor2D, Tensor2D, Tensor2D] {
  return tf.tidy(() => {
    const [branches, width, out] = kernel.shape;
    const [batch, time, sensor, channels] = x.shape;
    const inputs = x.reshape<Tensor2D>([-1, channels]);
    const count = inputs.shape[0];
    const weights = kernel.reshape<Tensor2D>([channels, out]);
    const sameBranch = branchMask(branches, width);
    const perBranch = (rows: Tensor) => rows.reshape([branches, width, out]).sum<Tensor2D>(1);

    const inputMean = sumsOverRows(inputs.expandDims(0)).div(count).reshape<Tensor2D>([1, channels]);
    const centred = inputs.sub<Tensor2D>(inputMean);
    const covariance = covariances(centred).mul<Tensor2D>(sameBranch);
    const variance = inBfloat16()
      ? perBranch(weights.mul(tf.matMul(covariance, weights))).relu<Tensor2D>()
      : perBranch(exactVariances(centred, covariance, weights, sameBranch));

    const scale = gamma.mul<Tensor2D>(variance.add(epsilon).rsqrt()).reshape([branches, 1, out]);
    const scaled = kernel.mul(scale).reshape<Tensor2D>([channels, out]);
    const sum = multiply(centred, scaled).add(beta.sum(0)).reshape<Tensor4D>([batch, time, sensor, out]);
    const mean = perBranch(weights.mul(inputMean.reshape([channels, 1])));
    return [sum, mean, variance.mul<Tensor2D>(count / (count - 1)), centred, covariance];
  });
}

/** Returns terms of the variances of x w whose sum over a branch is exact to the rounding of x w itself. */
function exactVariances(centred: Tensor2D, covariance: Tensor2D, weights: Tensor2D, sameBranch: Tensor2D): Tensor {
  const lower = choleskyFactor(covariance);
  const rotated = tf.matMul(centred, inverseOfLower(lower), false, true);
  const rest = covariances(rotated as Tensor2D).mul<Tensor2D>(sameBranch);
  const turned = tf.matMul(lower, weights, true);
  return turned.mul(tf.matMul(rest, turned));
}

/** Returns the covariances of the columns of centred rows, [column, column]. */
function covariances(centred: Tensor2D): Tensor2D {
  const rows: Tensor3D = centred.expandDims(0);
  return productsOverRows(rows, rows).squeeze<Tensor2D>([0]).div(centred.shape[0]);
}

/**
 * Returns the lower factor of a covariance; a ten-thousandth of each variance is added, so that channels that depend on
 * each other have one.
 */
function choleskyFactor(covariance: Tensor2D): Tensor2D {
  const size = covariance.shape[0];
  const identity = tf.eye(size);
  const ridge = covariance.mul(identity).mul(1e-4).add(identity.mul(1e-20));
  return rawKernel("Cholesky", { T: { type: "float32" } }, [covariance.add(ridge)])[0] as Tensor2D;
}

function inverseOfLower(lower: Tensor2D): Tensor2D {
  const attributes = { T: { type: "float32" as const }, lower: true, adjoint: false };
  return rawKernel("MatrixTriangularSolve", attributes, [lower, tf.eye(lower.shape[0])])[0] as Tensor2D;
}

/**
 * Gradients of x, kernel, gamma and beta. With x centred, the normalised output of a branch is p = x w / deviation, and
 * the gradient of what is normalised is gamma / deviation (dy - mean dy - p mean(dy p)). The sums over positions of dy
 * p and of x p follow from x'dy and the covariance of x.
 */
function branchGradients(
  dy: Tensor4D,
  x: Tensor4D,
  { kernel, gamma, variance, centred, covariance, epsilon }: Omit<BranchWeights, "beta"> & {
    variance: Tensor2D;
    centred: Tensor2D;
    covariance: Tensor2D;
  },
): [Tensor4D, Tensor3D, Tensor2D, Tensor2D] {
  return tf.tidy(() => {
    const [branches, width, out] = kernel.shape;
    const grouped = [branches, width, out] as [number, number, number];
    const all = [branches * width, out] as [number, number];
    const perBranch = (values: Tensor) => values.reshape<Tensor3D>([branches, 1, out]);
    const gradient = dy.reshape<Tensor2D>([-1, out]);
    const count = centred.shape[0];
    const inverse = perBranch(variance.mul((count - 1) / count).add(epsilon).rsqrt());
    const scale = perBranch(gamma).mul<Tensor3D>(inverse);

    const products = multiply(centred, gradient, { transposeA: true }).reshape<Tensor3D>(grouped);
    const dbeta = columnSums(gradient);
    const dgamma = products.mul(kernel).sum(1, true).mul<Tensor3D>(inverse);
    const correlation = kernel.mul<Tensor3D>(dgamma.mul(inverse)).reshape<Tensor2D>(all);

    const corrected = products.sub(tf.matMul(covariance, correlation).reshape(grouped));
    const dkernel = corrected.mul<Tensor3D>(scale);

    const scaled = kernel.mul<Tensor3D>(scale).reshape<Tensor2D>(all);
    const mixing = tf.matMul(correlation, scaled, false, true).mul(branchMask(branches, width)).div<Tensor2D>(count);
    const meanGradient = tf.matMul(dbeta.div<Tensor2D>(count), scaled, false, true);
    const dx = multiply(gradient, scaled, { transposeB: true }).sub(multiply(centred, mixing)).sub(meanGradient);
    return [
      dx.reshape(x.shape),
      dkernel,
      dgamma.reshape([branches, out]),
      tf.tile(dbeta, [branches, 1]),
    ];
  });
}

/** Sums over the rows, [1, column]: a product with ones, which TensorFlow does faster on a CPU than a sum over rows. */
function columnSums(rows: Tensor2D): Tensor2D {
  return tf.matMul(tf.ones<Rank.R2>([1, rows.shape[0]]), rows);
}

/** One where row and column belong to the same branch, else zero: [branch * width, branch * width]. */
function branchMask(branches: number, width: number): Tensor2D {
  const size = branches * width;
  const branch = (index: number) => Math.floor(index / width);
  return tf.tensor2d(
    Float32Array.from({ length: size * size }, (_, i) => branch(Math.floor(i / size)) === branch(i % size) ? 1 : 0),
    [size, size],
  );
}
