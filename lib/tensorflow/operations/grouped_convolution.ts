import type { Tensor, Tensor4D } from "../backend/tensor_types.ts";
import { backend, nodeBackend } from "../backend/backend.ts";
import { convolveTime } from "./convolve_time.ts";
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
  gradFunc: (dy, [x, kernel], attrs) => {
    const convolution = attributes(attrs as unknown as KernelAttributes);
    const gradient = (of: "Input" | "Filter", parts: Tensor[]) =>
      rawKernel(`Conv2DBackprop${of}`, convolution, parts)[0];
    const shape = ({ shape }: Tensor) => tf.tensor1d(shape, "int32");
    return {
      x: () => gradient("Input", [shape(x), kernel, dy as Tensor]),
      kernel: () => gradient("Filter", [x, shape(kernel), dy as Tensor]),
    };
  },
});

/**
 * Convolves [batch, height, width, in] group by group: input and output channels are divided into groups of equal size,
 * and an output channel sees the input channels of its own group only (Krizhevsky et al. 2012; article, section 1.2).
 *
 * `kernel` is [height, width, in / groups, out]; its third axis tells the number of groups. Output channels lie group
 * behind group. tfjs' `conv2d` refuses groups.
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
export function groupedConvolution(
  x: Tensor4D,
  kernel: Tensor4D,
  { strides = [1, 1], padding = "same", training = false }: ConvolutionSteps & { training?: boolean } = {},
): Tensor4D {
  const [input, perGroup, output] = [x.shape[3], kernel.shape[2], kernel.shape[3]];
  const groups = input / perGroup;
  requireGroups(input, output, groups);
  if (nodeBackend(tf).isUsingGpuDevice) {
    return tf.engine().runKernel(kernelName, { x, kernel }, { strides, padding } as never) as Tensor4D;
  }
  const divisors = Array.from({ length: groups }, (_, i) => i + 1).filter((count) => groups % count === 0);
  const together = divisors.findLast((count) => count * perGroup <= chunkWidth) ?? 1;
  const convolve = (x: Tensor4D, kernel: Tensor4D) =>
    tf.tidy(() => ordinary(x, blockDiagonal(kernel, together), { strides, padding, training }));
  if (together === groups) return convolve(x, kernel);
  return tf.tidy(() => {
    const [parts, kernels] = [x, kernel].map((part) => tf.split(part, groups / together, 3)) as Tensor4D[][];
    return tf.concat(parts.map((part, i) => convolve(part, kernels[i])), 3);
  });
}

/** Convolves without groups. */
function ordinary(
  x: Tensor4D,
  kernel: Tensor4D,
  { strides, padding, training }: Required<ConvolutionSteps> & { training: boolean },
): Tensor4D {
  if (!Array.isArray(padding)) return tf.conv2d(x, kernel, strides, padding);
  const [height, width] = padding;
  const overTime = [kernel.shape[0], kernel.shape[1], height, width, strides[1]].join() === "3,1,1,0,1";
  if (overTime) return convolveTime(x, kernel, strides[0], { training });
  return tf.conv2d(tf.pad(x, [[0, 0], [height, height], [width, width], [0, 0]]), kernel, strides, "valid");
}

/** Channels that are convolved at once: a product of fewer uses a CPU's arithmetic badly, one of more is zeros. */
const chunkWidth = 64;

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
  if (groups === 1) return kernel;
  return tf.tidy(() => {
    const [, , width, out] = kernel.shape;
    const blocks = tf.split(kernel, groups, 3).map((block, group): Tensor4D =>
      tf.pad(block as Tensor4D, [[0, 0], [0, 0], [group * width, (groups - 1 - group) * width], [0, 0]])
    );
    return tf.concat(blocks, 3).reshape([kernel.shape[0], kernel.shape[1], width * groups, out]);
  });
}
