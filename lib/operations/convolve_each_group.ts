import type { Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import type { ConvolutionSteps } from "./grouped_convolution.ts";

const tf = await backend();

/**
 * Convolves each group by itself with tfjs' ordinary `conv2d` and concatenates the results: what a grouped convolution is
 * by its definition (article, section 1.2). Shapes and steps as in `groupedConvolution`.
 */
export function convolveEachGroup(
  x: Tensor4D,
  kernel: Tensor4D,
  groups: number,
  { strides = [1, 1], padding = "same" }: ConvolutionSteps = {},
): Tensor4D {
  return tf.tidy(() => {
    const [height, width] = Array.isArray(padding) ? padding : [0, 0];
    const padded = Array.isArray(padding) ? tf.pad(x, [[0, 0], [height, height], [width, width], [0, 0]]) : x;
    const inside = Array.isArray(padding) ? "valid" : padding;
    if (groups === 1) return tf.conv2d(padded, kernel, strides, inside);
    const [inputs, kernels] = [tf.split(padded, groups, 3), tf.split(kernel, groups, 3)] as Tensor4D[][];
    return tf.concat(inputs.map((input, group) => tf.conv2d(input, kernels[group], strides, inside)), 3);
  });
}

/** Makes a tensor of four axes from the standard normal distribution, the same for the same seed. */
export function randomTensor(shape: [number, number, number, number], seed: number): Tensor4D {
  return tf.randomNormal<Tensor4D["rankType"]>(shape, 0, 1, "float32", seed);
}
