import type { Tensor2D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { hasRawKernels, rawKernel } from "../backend/raw_kernel.ts";

const tf = await backend();
const kernelName = "HarMatrixProduct";

tf.registerKernel({
  kernelName,
  backendName: "tensorflow",
  kernelFunc: ({ inputs }) =>
    rawKernel("MatMul", { T: { type: "float32" }, transpose_a: false, transpose_b: false }, [
      inputs.a,
      inputs.b,
    ] as Tensor2D[])[0],
});
tf.registerGradient({
  kernelName,
  inputsToSave: ["a", "b"],
  gradFunc: (dy, saved) => {
    const [a, b] = saved as Tensor2D[];
    return { a: () => tf.matMul(dy as Tensor2D, b, false, true), b: () => tf.matMul(a, dy as Tensor2D, true) };
  },
});

/**
 * Multiplies two matrices by TensorFlow's MatMul, which a graph merges with what follows it; tfjs' `matMul` is
 * TensorFlow's BatchMatMulV2, which it does not.
 */
export function matrixProduct(a: Tensor2D, b: Tensor2D): Tensor2D {
  return hasRawKernels() ? tf.engine().runKernel(kernelName, { a, b }) as Tensor2D : tf.matMul(a, b);
}
