import type { Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import { hasRawKernels, rawKernel } from "../backend/raw_kernel.ts";
import { convolveTimeByProducts } from "./convolve_time_by_products.ts";

const tf = await backend();
const kernelName = "HarConvolveTime";

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

/** With zeros of its own TensorFlow takes this gradient by a slow way on a CPU; so they are taken for input, and cut off. */
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
 */
export function convolveTime(x: Tensor4D, kernel: Tensor4D, stride: number): Tensor4D {
  if (hasRawKernels()) return tf.engine().runKernel(kernelName, { x, kernel }, { stride }) as Tensor4D;
  return convolveTimeByProducts(x, kernel, stride);
}
