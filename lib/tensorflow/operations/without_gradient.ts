import type { Tensor } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";

const tf = await backend();

/**
 * Computes a tensor through which no gradient goes: what it takes on the way is freed at once, if tfjs would keep it
 * for a gradient. Gradients that are asked for all the same are an error.
 */
export function withoutGradient<T extends Tensor>(compute: () => T): T {
  const gradFunc = () => {
    throw new Error("a gradient was asked for through something that has none");
  };
  return tf.customGrad((_unused) => ({ value: compute(), gradFunc }))(tf.scalar(0)) as T;
}
