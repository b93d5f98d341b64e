import type { Tensor } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { hasRawKernels, rawKernel } from "../backend/raw_kernel.ts";

const tf = await backend();
const kernelName = "HarRelu";

tf.registerKernel({
  kernelName,
  backendName: "tensorflow",
  kernelFunc: ({ inputs }) => rawKernel("Relu", { T: { type: "float32" } }, [inputs.x as Tensor])[0],
});
tf.registerGradient({
  kernelName,
  outputsToSave: [true],
  gradFunc: (dy, saved) => ({
    x: () => rawKernel("ReluGrad", { T: { type: "float32" } }, [dy as Tensor, saved[0]])[0],
  }),
});

/**
 * Returns max(x, 0), of x's shape. The gradient is TensorFlow's own ReluGrad: one pass over memory, where tfjs'
 * gradient of `tf.relu` takes three (a step function, a selection and a test for NaN).
 */
export function relu<T extends Tensor>(x: T): T {
  return hasRawKernels() ? tf.engine().runKernel(kernelName, { x }) as T : tf.relu(x);
}
