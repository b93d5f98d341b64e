import type { Tensor4D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";

const tf = await backend();

/**
 * Convolves each channel of [batch, time, sensor, channel] by itself with three taps in time, kernel
 * [3, 1, channel, 1], with a zero before the first and after the last sample: [batch, ceil(time / stride), sensor,
 * channel].
 *
 * It is the sum of three products, one for each tap: there is too little to compute for more.
 */
export function convolveDepthwise(x: Tensor4D, kernel: Tensor4D, stride: number): Tensor4D {
  const [batch, time, sensor, channel] = x.shape;
  const steps = Math.ceil(time / stride);
  const padded = tf.pad(x, [[0, 0], [1, steps * stride + 1 - time], [0, 0], [0, 0]]);
  const products = [0, 1, 2].map((tap) => {
    const from = tf.slice(padded, [0, tap, 0, 0], [batch, steps * stride, sensor, channel]);
    const rows = from.reshape<Tensor4D>([batch * steps, stride, sensor, channel]);
    const samples = tf.slice(rows, [0, 0, 0, 0], [batch * steps, 1, sensor, channel]);
    const weights = tf.slice(kernel, [tap, 0, 0, 0], [1, 1, channel, 1]).reshape([channel]);
    return samples.reshape<Tensor4D>([batch, steps, sensor, channel]).mul<Tensor4D>(weights);
  });
  return products[0].add<Tensor4D>(products[1]).add(products[2]);
}
