import type { Tensor4D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";

const tf = await backend();

/**
 * Returns the kernel of the ordinary convolution that equals a grouped one: the groups' kernels as blocks on the
 * diagonal of the channels, zeros elsewhere. [height, width, in / groups, out] becomes [height, width, in, out].
 *
 * @param kernel Kernel of a grouped convolution.
 * @param groups How many groups it has.
 */
export function blockDiagonal(kernel: Tensor4D, groups: number): Tensor4D {
  return tf.tidy(() => {
    const [, , width, out] = kernel.shape;
    const blocks = tf.split(kernel, groups, 3).map((block, group): Tensor4D =>
      tf.pad(block as Tensor4D, [[0, 0], [0, 0], [group * width, (groups - 1 - group) * width], [0, 0]])
    );
    return tf.concat(blocks, 3).reshape([kernel.shape[0], kernel.shape[1], width * groups, out]);
  });
}
