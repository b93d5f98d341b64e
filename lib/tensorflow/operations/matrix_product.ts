import type { Tensor2D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { rawKernel } from "../backend/raw_kernel.ts";

const tf = await backend();
const kernelName = "HarMatrixProduct";

tf.registerKernel({
  kernelName,
  backendName: "tensorflow",
  kernelFunc: ({ inputs }) => multiply(inputs.a as Tensor2D, inputs.b as Tensor2D),
});
tf.registerGradient({
  kernelName,
  inputsToSave: ["a", "b"],
  gradFunc: (dy, saved) => {
    const [a, b] = saved as Tensor2D[];
    return {
      a: () => multiply(dy as Tensor2D, b, { transposeB: true }),
      b: () => multiply(a, dy as Tensor2D, { transposeA: true }),
    };
  },
});

/**
 * Multiplies two matrices by TensorFlow's MatMul, without a gradient. A graph in bfloat16 computes it in bfloat16;
 * tfjs' `matMul`, which is TensorFlow's BatchMatMulV2, stays float32 there, for statistics. Each may be transposed
 * before.
 */
export function multiply(
  a: Tensor2D,
  b: Tensor2D,
  options: { transposeA?: boolean; transposeB?: boolean } = {},
): Tensor2D {
  const { transposeA = false, transposeB = false } = options;
  const attributes = { T: { type: "float32" as const }, transpose_a: transposeA, transpose_b: transposeB };
  return rawKernel("MatMul", attributes, [a, b])[0] as Tensor2D;
}

/**
 * Multiplies two matrices by TensorFlow's MatMul, which a graph merges with what follows it; tfjs' `matMul` is
 * TensorFlow's BatchMatMulV2, which it does not.
 */
export function matrixProduct(a: Tensor2D, b: Tensor2D): Tensor2D {
  return tf.engine().runKernel(kernelName, { a, b }) as unknown as Tensor2D;
}
