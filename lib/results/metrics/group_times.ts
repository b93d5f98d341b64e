import type { Tensor, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { groupedConvolution } from "../../tensorflow/operations/grouped_convolution.ts";
import { progress } from "../../system/progress.ts";
import { medianMilliseconds } from "./latency.ts";

const tf = await backend();

/** A convolution of which one number of groups is compared with others. */
export interface GroupedExample {
  /** Input channels. */
  input: number;
  /** Output channels. */
  filters: number;
  /** Extent of the kernel on both axes. */
  kernelSize: number;
  /** Extent of the input on both axes. */
  size: number;
  /** Images at once. */
  batch: number;
}

/** Times of a convolution with a number of groups, for a batch, in milliseconds. */
export interface GroupTime {
  /** Forward, ms. */
  forward: number;
  /** Forward, and back to the kernel and the input. */
  training: number;
}

/**
 * Measures how long the same convolution takes with different numbers of groups, median of five (article, section 1).
 *
 * @param groups Numbers of groups, such as `[1, 2, 4]`.
 */
export async function groupTimes(groups: number[], example: GroupedExample): Promise<GroupTime[]> {
  const { input, filters, kernelSize, size, batch } = example;
  const bar = progress("measuring convolutions", "numbers of groups");
  const times: GroupTime[] = [];
  const images = tf.randomNormal<Tensor4D["rankType"]>([batch, size, size, input], 0, 1, "float32", 1);
  for (const [index, count] of groups.entries()) {
    bar.update(index, groups.length);
    const shape: Tensor4D["shape"] = [kernelSize, kernelSize, input / count, filters];
    const kernel = tf.randomNormal<Tensor4D["rankType"]>(shape, 0, 1, "float32", 2);
    const convolve = (x: Tensor, kernel: Tensor) => groupedConvolution(x as Tensor4D, kernel as Tensor4D) as Tensor;
    const step = tf.grads(convolve);
    const gradient = convolve(images, kernel);
    const median = (compute: () => Tensor[]) => medianMilliseconds(() => computed(compute), { repeats: 5, warmUp: 2 });
    times.push({
      forward: await median(() => [convolve(images, kernel)]),
      training: await median(() => step([images, kernel], gradient)),
    });
    tf.dispose([kernel, gradient]);
  }
  images.dispose();
  bar.update(groups.length, groups.length);
  bar.stop();
  return times;
}
/** Waits until tensors are computed, by fetching a value of each, and frees them. */
async function computed(compute: () => Tensor[]): Promise<void> {
  const firsts = tf.tidy(() => compute().map((tensor) => tensor.flatten().slice([0], [1])));
  for (const first of firsts) await first.data();
  tf.dispose(firsts);
}
