import type { Tensor, Tensor4D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { type Attribute, rawKernel } from "../backend/raw_kernel.ts";

const tf = await backend();
const kernelName = "HarGroupedConvolution";

/** How a convolution steps over its input and what lies around it. */
export interface ConvolutionSteps {
  /** Step on each axis. Default: 1. */
  strides?: [number, number];
  /**
   * Zeros before and after each axis, or none with `"valid"`, or as many as keep the size at stride 1 with `"same"`.
   * Default: `"same"`.
   */
  padding?: "same" | "valid" | [number, number];
}

interface KernelAttributes {
  strides: [number, number];
  padding: "same" | "valid" | [number, number];
}

tf.registerKernel({
  kernelName,
  backendName: "tensorflow",
  kernelFunc: ({ inputs, attrs }) => {
    const { x, kernel } = inputs as Record<string, Tensor4D>;
    return rawKernel("Conv2D", attributes(attrs as unknown as KernelAttributes), [x, kernel])[0];
  },
});
tf.registerGradient({
  kernelName,
  inputsToSave: ["x", "kernel"],
  gradFunc: (dy, saved, attrs) => {
    const [x, kernel] = saved;
    const convolution = attributes(attrs as unknown as KernelAttributes);
    const groups = x.shape[3]! / kernel.shape[2]!;
    // On a CPU TensorFlow has no gradient of a grouped convolution, so the groups' gradients are put together.
    const byGroup = (a: Tensor, b: Tensor, gradient: (a: Tensor, b: Tensor) => Tensor) => {
      const [as, bs] = [tf.split(a, groups, 3), tf.split(b, groups, 3)];
      return tf.concat(as.map((part, group) => gradient(part, bs[group])), 3);
    };
    const shape = (values: number[]) => tf.tensor1d(values, "int32");
    const inputShape = shape([...x.shape.slice(0, 3), kernel.shape[2]!]);
    const kernelShape = shape([...kernel.shape.slice(0, 3), kernel.shape[3]! / groups]);
    return {
      x: () =>
        byGroup(
          kernel,
          dy as Tensor,
          (kernel, dy) => rawKernel("Conv2DBackpropInput", convolution, [inputShape, kernel, dy])[0],
        ),
      kernel: () =>
        byGroup(x, dy as Tensor, (x, dy) => rawKernel("Conv2DBackpropFilter", convolution, [x, kernelShape, dy])[0]),
    };
  },
});

/**
 * Convolves [batch, height, width, in] group by group: input and output channels are divided into groups of equal size,
 * and an output channel sees the input channels of its own group only (Krizhevsky et al. 2012; article, section 1.2).
 *
 * `kernel` is [height, width, in / groups, out]; its third axis tells the number of groups. Output channels lie group
 * behind group. TensorFlow's own kernel knows groups, though tfjs' `conv2d` refuses them.
 *
 * Throws if the kernel's channels do not divide those of the input and the output.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { randomTensor } from "har";
 * const image = randomTensor([1, 28, 28, 64], 1);
 * const kernel = randomTensor([3, 3, 16, 128], 2); // 64 / 16 = 4 groups
 * assertEquals(groupedConvolution(image, kernel).shape, [1, 28, 28, 128]);
 * ```
 */
export function groupedConvolution(x: Tensor4D, kernel: Tensor4D, steps: ConvolutionSteps = {}): Tensor4D {
  const { strides = [1, 1], padding = "same" } = steps;
  const [input, perGroup, output] = [x.shape[3], kernel.shape[2], kernel.shape[3]];
  requireGroups(input, output, input / perGroup);
  return tf.engine().runKernel(kernelName, { x, kernel }, { strides, padding } as never) as Tensor4D;
}

function attributes({ strides, padding }: KernelAttributes): Record<string, Attribute> {
  const common = {
    T: { type: "float32" as const },
    strides: [1, ...strides, 1],
    data_format: "NHWC",
    dilations: [1, 1, 1, 1],
    use_cudnn_on_gpu: true,
  };
  if (typeof padding === "string") return { ...common, padding: padding.toUpperCase() };
  const [height, width] = padding;
  return { ...common, padding: "EXPLICIT", explicit_paddings: [0, 0, height, height, width, width, 0, 0] };
}

/** Throws one sentence if channels cannot be divided into groups. */
export function requireGroups(input: number, output: number, groups: number): void {
  if (!Number.isInteger(groups) || groups < 1 || input % groups !== 0 || output % groups !== 0) {
    throw new Error(
      `${input} input and ${output} output channels cannot both be divided into ${groups} groups: choose a number of groups that divides both.`,
    );
  }
}

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
