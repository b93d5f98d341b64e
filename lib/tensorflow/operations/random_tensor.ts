import type { Tensor4D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";

const tf = await backend();

/**
 * Makes a tensor of four axes from the standard normal distribution, the same for the same seed.
 *
 * @param shape Four sizes, such as those of [batch, time, sensor, channel].
 * @param seed A whole number.
 */
export function randomTensor(shape: [number, number, number, number], seed: number): Tensor4D {
  return tf.randomNormal<Tensor4D["rankType"]>(shape, 0, 1, "float32", seed);
}
