import type { Tensor, Tensor1D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { hasRawKernels, rawKernel } from "../backend/raw_kernel.ts";

const tf = await backend();
const kernelName = "HarBiasAdd";

tf.registerKernel({
  kernelName,
  backendName: "tensorflow",
  kernelFunc: ({ inputs }) =>
    rawKernel("BiasAdd", { T: { type: "float32" }, data_format: "NHWC" }, [inputs.x, inputs.bias] as Tensor[])[0],
});
tf.registerGradient({
  kernelName,
  gradFunc: (dy) => ({
    x: () => (dy as Tensor).clone(),
    bias: () => rawKernel("BiasAddGrad", { T: { type: "float32" }, data_format: "NHWC" }, [dy as Tensor])[0],
  }),
});

/**
 * Adds a number to each channel, the last axis of x. It is TensorFlow's own BiasAdd, which a graph merges with the
 * convolution or matrix product before it and the ReLU behind it.
 */
export function biasAdd<T extends Tensor>(x: T, bias: Tensor1D): T {
  return hasRawKernels() ? tf.engine().runKernel(kernelName, { x, bias }) as T : x.add(bias);
}
