import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import type { BranchWeights, NormalizedBranches } from "./normalized_branches.ts";
import { withoutGradient } from "./without_gradient.ts";
import { productsOverRows, sumsOverRows } from "./products_over_rows.ts";

const tf = await backend();

/**
 * Does what `normalizedBranches` does without TensorFlow's own kernels, for all branches at once: a matrix product and a
 * normalisation of [branch, row, out]. The branches' wide outputs are only made for their variances; the sum over the branches is
 * one product of the narrow input with kernels that are normalised, and the gradients follow from products with that input.
 */
export function normalizedBranchesByProducts(x: Tensor4D, weights: BranchWeights): NormalizedBranches {
  const { kernel, gamma, beta, epsilon } = weights;
  const [branches, width, out] = kernel.shape;
  const [batch, time, sensor] = x.shape;
  const count = batch * time * sensor;
  const inputs = withoutGradient(() => byBranch(x.reshape([count, branches, width])));
  const inputMean = withoutGradient(() => sumsOverRows(inputs).div<Tensor3D>(count));
  const centred = withoutGradient(() => inputs.sub<Tensor3D>(inputMean));
  const variance = withoutGradient(() => {
    const outputs: Tensor3D = tf.matMul(centred, kernel);
    return sumsOverRows(outputs.square()).div<Tensor3D>(count);
  });

  const add = tf.customGrad((x, kernel, gamma, beta, save) => {
    const inverse = variance.add(epsilon).rsqrt();
    const scale = (gamma as Tensor).reshape([branches, 1, out]).mul(inverse);
    (save as (tensors: Tensor[]) => void)([centred, kernel as Tensor, inverse, scale]);
    const scaled = (kernel as Tensor).mul(scale).reshape<Tensor2D>([branches * width, out]);
    const value = tf.matMul(flat(centred), scaled).add((beta as Tensor).sum(0)).reshape([batch, time, sensor, out]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const gradient = dy.reshape<Tensor2D>([count, out]);
      const [centred, kernel, inverse, scale] = saved as Tensor3D[];
      return branchGradients(gradient, { centred, kernel, inverse, scale }, (x as Tensor).shape);
    };
    return { value, gradFunc };
  });
  return {
    sum: add(x, kernel, gamma, beta) as Tensor4D,
    mean: tf.matMul(inputMean, kernel).reshape([branches, out]),
    variance: variance.mul(count / (count - 1)).reshape([branches, out]),
  };
}

/** Gradients of x, kernel, gamma and beta; the same formulas as in `normalizedBranches`, a product for each branch. */
function branchGradients(
  gradient: Tensor2D,
  { centred, kernel, inverse, scale }: Record<"centred" | "kernel" | "inverse" | "scale", Tensor3D>,
  shape: number[],
): Tensor[] {
  const [branches, width, out] = kernel.shape;
  const count = gradient.shape[0];
  const all = [branches * width, out] as [number, number];
  const narrow = flat(centred).expandDims<Tensor3D>(0);
  const products = productsOverRows(narrow, gradient.expandDims(0)).reshape<Tensor3D>(kernel.shape);
  const covariance = productsOverRows(centred, centred).div<Tensor3D>(count);
  const dbeta = sumsOverRows(gradient.expandDims(0)).reshape<Tensor2D>([1, out]);
  const dgamma = products.mul(kernel).sum(1, true).mul<Tensor3D>(inverse);
  const correlation = kernel.mul<Tensor3D>(dgamma.mul(inverse));
  const dkernel = products.sub(tf.matMul(covariance, correlation)).mul(scale);

  const scaled = kernel.mul<Tensor3D>(scale);
  const mixing = tf.matMul(correlation, scaled, false, true).div<Tensor3D>(count);
  const weights = scaled.reshape<Tensor2D>(all);
  const ofMean = tf.matMul(dbeta.div<Tensor2D>(count), weights, false, true);
  const dx = tf.matMul(gradient, weights, false, true).sub(flat(tf.matMul(centred, mixing))).sub(ofMean);
  return [dx.reshape(shape), dkernel, dgamma.reshape([branches, out]), tf.tile(dbeta, [branches, 1])];
}

/** [row, branch, width] to [branch, row, width]. */
function byBranch(x: Tensor): Tensor3D {
  const [count, branches, width] = x.shape;
  return branches === 1 ? x.reshape([1, count, width]) : x.transpose<Tensor3D>([1, 0, 2]);
}

/** [branch, row, width] to [row, branch * width]. */
function flat(x: Tensor3D): Tensor2D {
  const [branches, count, width] = x.shape;
  return (branches === 1 ? x : x.transpose([1, 0, 2])).reshape([count, branches * width]);
}
