// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import type { Tensor, Tensor1D, Tensor4D } from "./tensor_types.ts";
import { backend } from "./backend.ts";
import { rawKernel } from "./raw_kernel.ts";

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
 * Returns random numbers of a shape that depend on the seed and the stream alone: the same ones however often it is
 * asked, also inside a recorded graph. `"uniform"` is from 0 to 1, `"normal"` has a mean of 0 and a deviation of 1.
 * Numbers of different streams have nothing to do with each other. The seed is two whole numbers on the device, int32,
 * [2].
 */
export function statelessRandom(
  kind: keyof typeof kernels,
  shape: number[],
  seed: Tensor1D,
  stream: number,
): Tensor {
  return tf.tidy(() => {
    const ofStream = seed.add(tf.tensor1d([stream << 20, 0], "int32"));
    const inputs = { shape: tf.tensor1d(shape, "int32"), seed: ofStream };
    return tf.engine().runKernel(`Har${kernels[kind]}`, inputs) as Tensor;
  });
}

/**
 * Runs a function while `Math.random` depends on a seed: tfjs takes from it the seeds of initialisers and layers that have
 * none of their own.
 */
export function withSeededRandom<T>(seed: string, run: () => T): T {
  const { random } = Math;
  const restore = () => {
    Math.random = random;
  };
  Math.random = seedrandom(seed);
  let result: T;
  try {
    result = run();
  } catch (error) {
    restore();
    throw error;
  }
  if (result instanceof Promise) return result.finally(restore) as T;
  restore();
  return result;
}

/**
 * Makes a tensor of four axes from the standard normal distribution, the same for the same seed.
 *
 * @param shape Four sizes, such as those of [batch, time, sensor, channel].
 * @param seed A whole number.
 */
export function randomTensor(shape: [number, number, number, number], seed: number): Tensor4D {
  return tf.randomNormal<Tensor4D["rankType"]>(shape, 0, 1, "float32", seed);
}
