import type { Tensor, Tensor2D, Tensor4D } from "../backend/tensor_types.ts";
import { backend, nodeBackend } from "../backend/backend.ts";
import { rawKernel } from "../backend/raw_kernel.ts";
import { multiply } from "./matrix_product.ts";

const tf = await backend();
const kernelName = "HarConvolveTime";
const byTapsName = "HarConvolveTimeByTaps";

const attributes = (stride: number, padding: "EXPLICIT" | "VALID" = "EXPLICIT") => ({
  T: { type: "float32" as const },
  strides: [1, stride, 1, 1],
  dilations: [1, 1, 1, 1],
  padding,
  explicit_paddings: padding === "EXPLICIT" ? [0, 0, 1, 1, 0, 0, 0, 0] : [],
  data_format: "NHWC",
  use_cudnn_on_gpu: true,
});

tf.registerKernel({
  kernelName,
  backendName: "tensorflow",
  kernelFunc: ({ inputs, attrs }) =>
    rawKernel("Conv2D", attributes(attrs!.stride as number), [inputs.x, inputs.kernel] as Tensor4D[])[0],
});
tf.registerGradient({
  kernelName,
  inputsToSave: ["x", "kernel"],
  gradFunc: (dy, saved, attrs) => {
    const [x, kernel] = saved as Tensor4D[];
    const stride = attrs.stride as number;
    return {
      x: () => inputGradient(dy as Tensor4D, x, kernel, stride),
      kernel: () => {
        const size = tf.tensor1d(kernel.shape, "int32");
        return rawKernel("Conv2DBackpropFilter", attributes(stride), [x, size, dy as Tensor4D])[0];
      },
    };
  },
});

tf.registerKernel({
  kernelName: byTapsName,
  backendName: "tensorflow",
  kernelFunc: ({ inputs }) => {
    const { x, kernel } = inputs as Record<string, Tensor4D>;
    const [batch, time, sensor] = x.shape;
    return tf.tidy(() => {
      const samples = samplesOfTaps(x);
      const products = samples.map((rows, tap) => multiply(rows, kernelOfTap(kernel, tap)));
      return [tf.addN(products).reshape([batch, time / 2, sensor, kernel.shape[3]]), ...samples];
    });
  },
});
tf.registerGradient({
  kernelName: byTapsName,
  inputsToSave: ["x", "kernel"],
  outputsToSave: [false, true, true, true],
  gradFunc: (dys, [x, kernel, ...samples]) => {
    const [dy] = dys as Tensor4D[];
    return {
      x: () => inputGradient(dy, x as Tensor4D, kernel as Tensor4D, 2),
      kernel: () => {
        const gradient = dy.reshape<Tensor2D>([-1, dy.shape[3]]);
        const products = (samples as Tensor2D[]).map((rows) => multiply(rows, gradient, { transposeA: true }));
        return tf.stack(products).reshape(kernel.shape);
      },
    };
  },
});

/** Returns for each tap the samples under it at stride 2, [batch * step * sensor, channel]; the time must be even. */
function samplesOfTaps(x: Tensor4D): Tensor2D[] {
  const [batch, time, sensor, channel] = x.shape;
  const steps = time / 2;
  const pairs = x.reshape([batch, steps, 2, sensor, channel]);
  const [even, odd] = [0, 1].map((place) =>
    tf.slice(pairs, [0, 0, place, 0, 0], [batch, steps, 1, sensor, channel]).reshape([batch, steps, sensor, channel])
  );
  const before = tf.slice(odd, [0, 0, 0, 0], [batch, steps - 1, sensor, channel]);
  const padded: Tensor = tf.pad(before, [[0, 0], [1, 0], [0, 0], [0, 0]]);
  return [padded, even, odd].map((samples) => samples.reshape<Tensor2D>([-1, channel]));
}

/** Returns the part of a kernel [3, 1, in, out] that belongs to a tap, [in, out]. */
function kernelOfTap(kernel: Tensor4D, tap: number): Tensor2D {
  const [, , channel, out] = kernel.shape;
  return tf.slice(kernel, [tap, 0, 0, 0], [1, 1, channel, out]).reshape([channel, out]);
}

/**
 * With zeros of its own TensorFlow takes this gradient by a slow way on a CPU; so they are taken for input, and cut
 * off.
 */
function inputGradient(dy: Tensor4D, x: Tensor4D, kernel: Tensor4D, stride: number): Tensor4D {
  const [batch, time, sensor, channel] = x.shape;
  const size = tf.tensor1d([batch, time + 2, sensor, channel], "int32");
  const [padded] = rawKernel("Conv2DBackpropInput", attributes(stride, "VALID"), [size, kernel, dy]);
  return tf.slice(padded as Tensor4D, [0, 1, 0, 0], x.shape);
}

/**
 * Convolves [batch, time, sensor, in] with three taps in time, kernel [3, 1, in, out], with a zero before the first and
 * after the last sample: [batch, ceil(time / stride), sensor, out]. The zeros are the convolution's own, so it does
 * not copy the activations to make room for them.
 *
 * In training on a CPU, at stride 2, it is the sum of a matrix product for each tap. A product adds up a third as many
 * numbers as the convolution, which halves its rounding, and the samples under the taps are at hand for the kernel's
 * gradient, which is then faster than TensorFlow's.
 */
export function convolveTime(
  x: Tensor4D,
  kernel: Tensor4D,
  stride: number,
  { training = false }: { training?: boolean } = {},
): Tensor4D {
  const byTaps = training && stride === 2 && x.shape[1] % 2 === 0 && !nodeBackend(tf).isUsingGpuDevice;
  if (!byTaps) return tf.engine().runKernel(kernelName, { x, kernel }, { stride }) as Tensor4D;
  return (tf.engine().runKernel(byTapsName, { x, kernel }) as unknown as Tensor4D[])[0];
}

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
