import type { Tensor, Tensor1D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { rawKernel } from "../backend/raw_kernel.ts";

const tf = await backend();
const biasAddKernel = "HarBiasAdd";

tf.registerKernel({
  kernelName: biasAddKernel,
  backendName: "tensorflow",
  kernelFunc: ({ inputs }) =>
    rawKernel("BiasAdd", { T: { type: "float32" }, data_format: "NHWC" }, [inputs.x, inputs.bias] as Tensor[])[0],
});
tf.registerGradient({
  kernelName: biasAddKernel,
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
  return tf.engine().runKernel(biasAddKernel, { x, bias }) as T;
}
const reluKernel = "HarRelu";

tf.registerKernel({
  kernelName: reluKernel,
  backendName: "tensorflow",
  kernelFunc: ({ inputs }) => rawKernel("Relu", { T: { type: "float32" } }, [inputs.x as Tensor])[0],
});
tf.registerGradient({
  kernelName: reluKernel,
  outputsToSave: [true],
  gradFunc: (dy, [y]) => ({ x: () => reluGradient(dy as Tensor, y) }),
});

/** Returns the gradient of ReLU from that behind it and from what it gave. */
export function reluGradient(dy: Tensor, y: Tensor): Tensor {
  return rawKernel("ReluGrad", { T: { type: "float32" } }, [dy, y])[0];
}

/**
 * Returns max(x, 0), of x's shape. The gradient is TensorFlow's own ReluGrad: one pass over memory, where tfjs'
 * gradient of `tf.relu` takes three (a step function, a selection and a test for NaN).
 */
export function relu<T extends Tensor>(x: T): T {
  return tf.engine().runKernel(reluKernel, { x }) as T;
}
