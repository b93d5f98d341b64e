import type { Tensor, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { cost } from "../../network/model/cost.ts";
import { GroupedConv2D } from "../../network/model/grouped_convolution_layer.ts";
import { groupedConvolution } from "../../tensorflow/operations/grouped_convolution.ts";
import { progress } from "../../system/progress.ts";
import { medianMilliseconds } from "./latency.ts";

const tf = await backend();

/** A convolution of which one number of groups is compared with others. */
export interface GroupedExample {
  /** Input channels. Default: 256, the article's example. */
  input?: number;
  /** Output channels. Default: 512. */
  filters?: number;
  /** Extent of the kernel on both axes. Default: 3. */
  kernelSize?: number;
  /** Extent of the input on both axes. Default: 28. */
  size?: number;
  /** Images at once when times are measured. Default: 8. */
  batch?: number;
}

/** What a convolution costs with a number of groups. */
export interface GroupCost {
  /** Number of groups, G. */
  groups: number;
  /** Weights of the kernel; there is no bias. */
  parameters: number;
  /** Multiply-accumulates for one image. */
  operations: number;
}

/** Times of a convolution with a number of groups, for a batch, in milliseconds. */
export interface GroupTime extends GroupCost {
  /** Forward, ms. */
  forward: number;
  /** Forward, and back to the kernel and the input. */
  training: number;
}

/**
 * Builds the same convolution with different numbers of groups and counts its parameters and operations (article,
 * section 1).
 *
 * @param groups Numbers of groups, such as `[1, 2, 4]`.
 */
export function groupCosts(groups: number[], example: GroupedExample = {}): GroupCost[] {
  const { input = 256, filters = 512, kernelSize = 3, size = 28 } = example;
  return groups.map((groups) => {
    const image = tf.input({ shape: [size, size, input] });
    const layer = new GroupedConv2D({ filters, kernelSize, groups, useBias: false });
    const model = tf.model({ inputs: image, outputs: layer.apply(image) as typeof image });
    const { parameters, flops } = cost(model);
    model.dispose();
    return { groups, parameters, operations: flops };
  });
}

/**
 * Measures how long the same convolution takes with different numbers of groups, median of five, beside {@link
 * groupCosts}.
 */
export async function groupTimes(groups: number[], example: GroupedExample = {}): Promise<GroupTime[]> {
  const { input = 256, size = 28, filters = 512, kernelSize = 3, batch = 8 } = example;
  const bar = progress("measuring convolutions", "numbers of groups");
  const times: GroupTime[] = [];
  for (const [index, cost] of groupCosts(groups, example).entries()) {
    bar.update(index, groups.length);
    const layer = new GroupedConv2D({ filters, kernelSize, groups: cost.groups, useBias: false });
    const images = tf.randomNormal([batch, size, size, input], 0, 1, "float32", 1);
    const convolve = (images: Tensor) => layer.apply(images) as Tensor;
    const forward = await medianMilliseconds(() => computed(() => [convolve(images)]), { repeats: 5, warmUp: 2 });
    const step = tf.grads((images, kernel) => groupedConvolution(images as Tensor4D, kernel as Tensor4D) as Tensor);
    const kernel = layer.trainableWeights[0].read();
    const gradient = tf.tidy(() => convolve(images));
    const training = await medianMilliseconds(
      () => computed(() => step([images, kernel], gradient)),
      { repeats: 5, warmUp: 1 },
    );
    gradient.dispose();
    images.dispose();
    layer.dispose();
    times.push({ ...cost, forward, training });
  }
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
