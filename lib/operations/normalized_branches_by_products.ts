import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import type { BranchWeights, NormalizedBranches } from "./normalized_branches.ts";
import { withoutGradient } from "./without_gradient.ts";
import { productsOverRows, sumsOverRows } from "./products_over_rows.ts";

const tf = await backend();

/**
 * Does what `normalizedBranches` does without TensorFlow's own kernels, for all branches at once: a matrix product and a
 * normalisation of [branch, row, out]. The branches' wide outputs are made for their variances and once more for the gradients, and
 * not kept between; the sum over the branches is one product of the narrow input with kernels that are normalised.
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
    const { shape } = x as Tensor;
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [centred, kernel, inverse, scale] = saved as Tensor3D[];
      const { dx, dkernel, dgamma, dbeta } = gradients(dy.reshape([1, count, out]), {
        centred,
        kernel,
        inverse,
        scale,
      });
      return [flat(dx).reshape(shape), dkernel, dgamma.reshape([branches, out]), tf.tile(dbeta, [branches, 1])];
    };
    return { value, gradFunc };
  });
  return {
    sum: add(x, kernel, gamma, beta) as Tensor4D,
    mean: tf.matMul(inputMean, kernel).reshape([branches, out]),
    variance: variance.mul(count / (count - 1)).reshape([branches, out]),
  };
}

/** Gradients of a normalisation, as in `normalizeRows`, and of the product before it; every branch has the same gradient dy. */
function gradients(
  dy: Tensor3D,
  { centred, kernel, inverse, scale }: Record<"centred" | "kernel" | "inverse" | "scale", Tensor3D>,
) {
  const count = dy.shape[1];
  const outputs: Tensor3D = tf.matMul(centred, kernel);
  const dbeta = sumsOverRows(dy);
  const dgamma = sumsOverRows(dy.mul(outputs)).mul<Tensor3D>(inverse);
  const ofOutputs = outputs.mul(dgamma.mul(inverse).div(count));
  const dOutputs = dy.sub(dbeta.div(count)).sub(ofOutputs).mul<Tensor3D>(scale);
  return {
    dx: tf.matMul(dOutputs, kernel, false, true) as Tensor3D,
    dkernel: productsOverRows(centred, dOutputs),
    dgamma,
    dbeta: dbeta.reshape<Tensor2D>([1, -1]),
  };
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
