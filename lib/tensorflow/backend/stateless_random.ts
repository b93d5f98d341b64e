import type { Tensor, Tensor1D } from "./tensor_types.ts";
import { backend } from "./backend.ts";
import { hasRawKernels, rawKernel } from "./raw_kernel.ts";

const tf = await backend();
const kernels = { uniform: "StatelessRandomUniform", normal: "StatelessRandomNormal" } as const;

for (const kernel of Object.values(kernels)) {
  tf.registerKernel({
    kernelName: `Har${kernel}`,
    backendName: "tensorflow",
    kernelFunc: ({ inputs }) =>
      rawKernel(kernel, { dtype: { type: "float32" }, T: { type: "int32" }, Tseed: { type: "int32" } }, [
        inputs.shape,
        inputs.seed,
      ] as Tensor[])[0],
  });
}

/**
 * What decides random numbers: two whole numbers on the device, and on the host if steps run operation by operation.
 */
export interface RandomSeed {
  /** int32, [2]. */
  tensor: Tensor1D;
  /** The same two numbers; needed on backends without TensorFlow's kernels, which cannot draw from a tensor. */
  host?: readonly [number, number];
}

/**
 * Returns random numbers of a shape that depend on the seed and the stream alone: the same ones however often it is
 * asked, also inside a recorded graph. `"uniform"` is from 0 to 1, `"normal"` has a mean of 0 and a deviation of 1.
 * Numbers of different streams have nothing to do with each other.
 *
 * Throws on a backend without TensorFlow's kernels if the seed is not known on the host.
 */
export function statelessRandom(
  kind: keyof typeof kernels,
  shape: number[],
  { tensor, host }: RandomSeed,
  stream: number,
): Tensor {
  if (hasRawKernels()) {
    return tf.tidy(() => {
      const seed = tensor.add(tf.tensor1d([stream << 20, 0], "int32"));
      return tf.engine().runKernel(`Har${kernels[kind]}`, { shape: tf.tensor1d(shape, "int32"), seed }) as Tensor;
    });
  }
  if (!host) throw new Error(`the backend "${tf.getBackend()}" draws random numbers only from a seed on the host`);
  const seed = (host[0] + (stream << 20)) * 7919 + host[1];
  return kind === "uniform"
    ? tf.randomUniform(shape, 0, 1, "float32", seed)
    : tf.randomNormal(shape, 0, 1, "float32", seed);
}
