import type { Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";

const tf = await backend();

/**
 * Convolves each group by itself with tfjs' ordinary `conv2d` at stride 1 and concatenates the results: what a grouped
 * convolution is by its definition (article, section 1.2), for comparison. Shapes as in `groupedConvolution`.
 */
export function convolveEachGroup(x: Tensor4D, kernel: Tensor4D, groups: number): Tensor4D {
  return tf.tidy(() => {
    const [inputs, kernels] = [tf.split(x, groups, 3), tf.split(kernel, groups, 3)] as Tensor4D[][];
    return tf.concat(inputs.map((input, group) => tf.conv2d(input, kernels[group], 1, "same")), 3);
  });
}

/** Makes a tensor of four axes from the standard normal distribution, the same for the same seed. */
export function randomTensor(shape: [number, number, number, number], seed: number): Tensor4D {
  return tf.randomNormal<Tensor4D["rankType"]>(shape, 0, 1, "float32", seed);
}
