import type { Tensor, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { groupedConvolution } from "../../tensorflow/operations/grouped_convolution.ts";

const tf = await backend();

/** The kernels of a bottleneck, as the grouped form holds them. */
export interface BottleneckKernels {
  /** 1x1, [1, 1, in, width]. */
  reduce: Tensor4D;
  /** 3x3, [3, 3, width / groups, width]. */
  grouped: Tensor4D;
  /** 1x1, [1, 1, width, out]. */
  expand: Tensor4D;
}

/** What the three forms give, [batch, height, width, out] each. The caller disposes them. */
export interface EquivalentForms {
  /** (a) Split, transform, merge: every branch has its own three convolutions, the branches are summed. */
  branches: Tensor;
  /** (b) Early concatenation: the branches are concatenated before one common last convolution. */
  concatenated: Tensor;
  /** (c) One grouped convolution between two ordinary ones. */
  grouped: Tensor;
}

/**
 * Computes a bottleneck in the three forms of Xie et al. 2017, figure 3, from the same weights (no batch normalisation,
 * ReLU after the first two convolutions). They are three ways to write one function.
 */
export function equivalentForms(x: Tensor4D, { reduce, grouped, expand }: BottleneckKernels): EquivalentForms {
  const groups = grouped.shape[3] / grouped.shape[2];
  const convolve = (x: Tensor4D, kernel: Tensor4D) => tf.conv2d(x, kernel, 1, "same");
  const part = (kernel: Tensor4D, axis: number) => tf.split(kernel, groups, axis) as Tensor4D[];
  const [reduces, middles, expands] = [part(reduce, 3), part(grouped, 3), part(expand, 2)];
  const path = (group: number) => convolve(convolve(x, reduces[group]).relu(), middles[group]).relu() as Tensor4D;
  const all = [...Array(groups).keys()];
  return {
    branches: tf.tidy(() =>
      all.map((group): Tensor => convolve(path(group), expands[group])).reduce((a, b) => a.add(b))
    ),
    concatenated: tf.tidy((): Tensor => convolve(tf.concat(all.map(path), 3), expand)),
    grouped: tf.tidy((): Tensor =>
      convolve(groupedConvolution(convolve(x, reduce).relu(), grouped).relu() as Tensor4D, expand)
    ),
  };
}
