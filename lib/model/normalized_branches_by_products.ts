import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import { normalizeRows } from "./normalize_rows.ts";
import type { BranchWeights, NormalizedBranches } from "./normalized_branches.ts";
import { productsOverRows, sumsOverRows } from "./products_over_rows.ts";

const tf = await backend();

/**
 * Does what `normalizedBranches` does without TensorFlow's own kernels, for all branches at once: one matrix product of [branch,
 * row, in], one normalisation of [branch, row, out], one sum over the branches.
 */
export function normalizedBranchesByProducts(x: Tensor4D, weights: BranchWeights): NormalizedBranches {
  const { kernel, gamma, beta, epsilon } = weights;
  const [branches, width, out] = kernel.shape;
  const [batch, time, sensor] = x.shape;
  const count = batch * time * sensor;
  const inputs = x.reshape<Tensor3D>([count, branches, width]).transpose<Tensor3D>([1, 0, 2]);
  const [scale, shift] = [gamma, beta].map((values) => values.reshape<Tensor3D>([branches, 1, out]));
  const { y, mean, variance } = normalizeRows(project(inputs, kernel), scale, shift, epsilon);
  return {
    sum: sumOverBranches(y).reshape([batch, time, sensor, out]),
    mean: mean.reshape([branches, out]),
    variance: variance.mul<Tensor3D>(count / (count - 1)).reshape([branches, out]),
  };
}

/** Multiplies [branch, row, in] with a kernel for each branch, [branch, in, out]. */
function project(x: Tensor3D, kernel: Tensor3D): Tensor3D {
  return tf.customGrad((x, kernel, save) => {
    const inputs = [x, kernel] as Tensor3D[];
    (save as (tensors: Tensor[]) => void)(inputs);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [x, kernel] = saved as Tensor3D[];
      return [tf.matMul(dy, kernel, false, true), productsOverRows(x, dy as Tensor3D)];
    };
    return { value: tf.matMul(inputs[0], inputs[1]), gradFunc };
  })(x, kernel) as Tensor3D;
}

/** Adds up [branch, row, out] to [row, out]. */
function sumOverBranches(y: Tensor3D): Tensor2D {
  const [branches, rows, out] = y.shape;
  return tf.customGrad((y) => ({
    value: sumsOverRows((y as Tensor).reshape([1, branches, rows * out])).reshape([rows, out]),
    gradFunc: (dy: Tensor) => tf.tile(dy.expandDims(0), [branches, 1, 1]),
  }))(y) as Tensor2D;
}
