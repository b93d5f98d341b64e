import type { Tensor4D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";

const tf = await backend();

/** Makes a tensor of four axes from the standard normal distribution, the same for the same seed. */
export function randomTensor(shape: [number, number, number, number], seed: number): Tensor4D {
  return tf.randomNormal<Tensor4D["rankType"]>(shape, 0, 1, "float32", seed);
}
