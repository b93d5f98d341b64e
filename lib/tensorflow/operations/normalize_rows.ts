import type { Tensor, Tensor3D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { sumsOverRows } from "./products_over_rows.ts";
import { withoutGradient } from "./without_gradient.ts";

const tf = await backend();

/**
 * Normalises each column of [group, row, column] by its own mean and variance over the rows, then scales by gamma and
 * shifts by beta, both [group, 1, column]. Returns it with the means and the biased variances, [group, 1, column].
 *
 * Gradients reach x, gamma and beta through the normalised numbers, by the formula of Ioffe and Szegedy 2015, arXiv
 * 1502.03167, section 3, in fewer operations than tfjs would take one by one.
 */
export function normalizeRows(
  x: Tensor3D,
  gamma: Tensor3D,
  beta: Tensor3D,
  epsilon: number,
): { y: Tensor3D; mean: Tensor3D; variance: Tensor3D } {
  const count = x.shape[1];
  const mean = withoutGradient(() => sumsOverRows(x).div<Tensor3D>(count));
  const centred = withoutGradient(() => x.sub<Tensor3D>(mean));
  const variance = withoutGradient(() => sumsOverRows(centred.square()).div<Tensor3D>(count));
  const normalize = tf.customGrad((_x, gamma, beta, save) => {
    const inverse = variance.add(epsilon).rsqrt();
    const scale = inverse.mul(gamma as Tensor);
    (save as (tensors: Tensor[]) => void)([centred, inverse, scale]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [centred, inverse, scale] = saved as Tensor3D[];
      const dbeta = sumsOverRows(dy as Tensor3D);
      const dgamma = sumsOverRows(dy.mul(centred)).mul(inverse);
      const ofCentred = centred.mul(dgamma.mul(inverse).div(count));
      return [dy.sub(dbeta.div(count)).sub(ofCentred).mul(scale), dgamma, dbeta];
    };
    return { value: centred.mul(scale).add(beta as Tensor), gradFunc };
  });
  return { y: normalize(x, gamma, beta) as Tensor3D, mean, variance };
}
