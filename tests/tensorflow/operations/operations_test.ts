import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { rawKernel } from "../../../lib/tensorflow/backend/raw_kernel.ts";
import { batchNormalize } from "../../../lib/tensorflow/operations/batch_normalize.ts";
import { biasAdd, relu } from "../../../lib/tensorflow/operations/bias_and_relu.ts";
import { convolveOneChannel } from "../../../lib/tensorflow/operations/convolve_one_channel.ts";
import { convolveTime } from "../../../lib/tensorflow/operations/convolve_time.ts";
import { matrixProduct } from "../../../lib/tensorflow/operations/matrix_product.ts";
import { addNormalizedBranches, normalizedBranches } from "../../../lib/tensorflow/operations/normalized_branches.ts";
import { leavingNoTensor } from "../../support/leaving_no_tensor.ts";

const tf = await backend();

Deno.test(
  "relu and its gradient are those of tf.relu",
  leavingNoTensor(() => {
    tf.tidy(() => {
      const x = tf.tensor1d([-2, -1, 0, 0.5, 3]);
      const dy = tf.tensor1d([1, 2, 3, 4, 5]);
      assertEquals([...relu(x).dataSync()], [0, 0, 0, 0.5, 3]);
      assertEquals([...tf.grad((x) => relu(x))(x, dy).dataSync()], [0, 0, 0, 4, 5]);
    });
  }),
);

Deno.test(
  "batchNormalize and its gradients are those of the formula",
  leavingNoTensor(() => {
    tf.tidy(() => {
      const x = tf.randomNormal<Tensor4D["rankType"]>([3, 4, 2, 5], 1, 2, "float32", 1);
      const gamma = tf.randomUniform([5], 0.5, 1.5, "float32", 2) as Tensor1D;
      const beta = tf.randomNormal([5], 0, 1, "float32", 3) as Tensor1D;
      const dy = tf.randomNormal([3, 4, 2, 5], 0, 1, "float32", 4);
      const formula = (x: Tensor, gamma: Tensor, beta: Tensor) => {
        const centred = x.sub(x.mean([0, 1, 2]));
        return centred.div(centred.square().mean([0, 1, 2]).add(1e-3).sqrt()).mul(gamma).add(beta);
      };
      const fused = (x: Tensor, gamma: Tensor, beta: Tensor) =>
        batchNormalize(x as Tensor4D, gamma as Tensor1D, beta as Tensor1D, 1e-3).y as Tensor;
      assertLess(fused(x, gamma, beta).sub(formula(x, gamma, beta)).abs().max().dataSync()[0], 1e-5);
      const [expected, actual] = [formula, fused].map((f) => tf.grads(f)([x, gamma, beta], dy));
      expected.forEach((gradient, i) => assertLess(gradient.sub(actual[i]).abs().max().dataSync()[0], 1e-4));

      const { mean, variance } = batchNormalize(x, gamma, beta, 1e-3);
      const moments = tf.moments(x, [0, 1, 2]);
      assertAlmostEquals(mean.dataSync()[2], moments.mean.dataSync()[2], 1e-5);
      assertAlmostEquals(variance.dataSync()[2], moments.variance.dataSync()[2] * 24 / 23, 1e-4);
    });
  }),
);

Deno.test(
  "batchNormalize's mean and variance keep their digits over tens of thousands of rows",
  leavingNoTensor(() => {
    tf.tidy(() => {
      const channels = 8;
      const x = tf.randomNormal<Tensor4D["rankType"]>([128, 64, 9, channels], 3, 2, "float32", 1);
      const { mean, variance } = batchNormalize(x, tf.ones([channels]), tf.zeros([channels]), 1e-5);
      const [values, means, variances] = [x, mean, variance].map((tensor) => tensor.dataSync());
      const count = values.length / channels;
      for (let c = 0; c < channels; c++) {
        let [sum, squares] = [0, 0];
        for (let i = c; i < values.length; i += channels) sum += values[i];
        for (let i = c; i < values.length; i += channels) squares += (values[i] - sum / count) ** 2;
        assertAlmostEquals(means[c], sum / count, 1e-6);
        assertAlmostEquals(variances[c] / (squares / (count - 1)), 1, 1e-6);
      }
    });
  }),
);

/** Asserts that two functions and their gradients agree within a part of the largest value. */
function assertSame(
  inputs: Tensor[],
  actual: (...inputs: Tensor[]) => Tensor,
  expected: (...inputs: Tensor[]) => Tensor,
  tolerance = 1e-5,
): void {
  tf.tidy(() => {
    const output = expected(...inputs);
    const dy = tf.randomNormal(output.shape, 0, 1, "float32", 99);
    const values = [actual, expected].map((f) => [f(...inputs), ...tf.grads(f)(inputs, dy)]);
    for (const [index, value] of values[1].entries()) {
      const error = value.sub(values[0][index]).abs().max().div(value.abs().max()).dataSync()[0];
      assertLess(error, tolerance, index === 0 ? "the values" : `the gradient of input ${index}`);
    }
  });
}

const random = (shape: number[], seed: number, mean = 0) => tf.randomNormal(shape, mean, 1, "float32", seed);

for (const [time, stride, training] of [[8, 2, 0], [8, 2, 1], [2, 2, 1], [9, 2, 1], [7, 1, 0], [6, 3, 0]]) {
  const where = `${time} samples, stride ${stride}${training ? ", in training" : ""}`;
  Deno.test(
    `convolveTime and its gradients are those of padding and conv2d: ${where}`,
    leavingNoTensor(() => {
      const inputs = [random([2, time, 3, 4], 1), random([3, 1, 4, 5], 2)];
      assertSame(
        inputs,
        (x, kernel) => convolveTime(x as Tensor4D, kernel as Tensor4D, stride, { training: training === 1 }),
        (x, kernel) =>
          tf.conv2d(tf.pad(x as Tensor4D, [[0, 0], [1, 1], [0, 0], [0, 0]]), kernel as Tensor4D, [stride, 1], "valid"),
      );
      tf.dispose(inputs);
    }),
  );
}

Deno.test(
  "biasAdd and matrixProduct and their gradients are those of add and matMul",
  leavingNoTensor(() => {
    const inputs = [random([4, 3], 1), random([3, 5], 2), random([5], 3)];
    assertSame(
      inputs,
      (a, b, bias) => biasAdd(matrixProduct(a as Tensor2D, b as Tensor2D), bias as Tensor1D),
      (a, b, bias) => tf.matMul(a as Tensor2D, b as Tensor2D).add(bias),
    );
    tf.dispose(inputs);
  }),
);

Deno.test(
  "normalizedBranches is exact where channels are dead, depend on each other, or make a small difference of large numbers",
  leavingNoTensor(() => {
    tf.tidy(() => {
      const narrow = random([4, 8, 3, 6], 1) as Tensor4D;
      const [a, b] = tf.split<Tensor4D>(narrow, 2, 3);
      const x = tf.concat<Tensor4D>([a.add(5), a.mul(2).add(b.mul(0.01)), tf.zerosLike(a), b], 3);
      const kernel = random([2, 6, 5], 2);
      // The first branch sees 2a and -1 times twice a plus a little: what is left is the little.
      const cancelling = tf.concat([tf.eye(3).mul(2), tf.eye(3).mul(-1)], 0).slice([0, 0], [6, 3]).pad(
        [[0, 0], [0, 2]],
        0.5,
      );
      const weights = {
        kernel: tf.stack([cancelling, kernel.slice([1], [1]).squeeze([0])]) as Tensor3D,
        gamma: random([2, 5], 3, 1) as Tensor2D,
        beta: random([2, 5], 4) as Tensor2D,
        epsilon: 1e-7,
      };
      const merged = normalizedBranches(x, weights);
      const expected = addNormalizedBranches(tf.split<Tensor4D>(x, 2, 3), weights);
      assertLess(merged.sum.sub(expected.sum).abs().max().dataSync()[0], 2e-3);
      assertLess(merged.variance.div(expected.variance).sub(1).abs().max().dataSync()[0], 1e-3);
    });
  }),
);

/** Smooth signals, whose neighbouring samples are almost equal, as those of a phone that lies still. */
function smooth(shape: [number, number, number, number]): Tensor4D {
  const size = shape.reduce((a, b) => a * b, 1);
  const value = (i: number) => {
    const time = Math.floor(i / shape[2]);
    return 3 + Math.sin(time / 40 + i % shape[2]) + 0.01 * Math.sin(7 * i);
  };
  return tf.tensor4d(Float32Array.from({ length: size }, (_, i) => value(i)), shape);
}

Deno.test(
  "convolveOneChannel gives what convolving and normalising gives, and its gradients, on smooth signals too",
  leavingNoTensor(() => {
    const weights = [random([3, 1, 1, 7], 2), random([7], 3, 1), random([7], 4)];
    const options = (kernel: Tensor, gamma: Tensor, beta: Tensor) => ({
      kernel: kernel as Tensor4D,
      gamma: gamma as Tensor1D,
      beta: beta as Tensor1D,
      epsilon: 1e-5,
      stride: 2,
      widths: [2, 2, 3],
    });
    for (const x of [random([3, 16, 4, 1], 1) as Tensor4D, smooth([3, 32, 4, 1])]) {
      const one = (...weights: Tensor[]) => convolveOneChannel(x, options(weights[0], weights[1], weights[2]));
      const two = (...weights: Tensor[]) => {
        const { kernel, gamma, beta, epsilon } = options(weights[0], weights[1], weights[2]);
        return batchNormalize(convolveTime(x, kernel, 2), gamma, beta, epsilon);
      };
      assertSame(weights, (...w) => tf.concat(one(...w).parts, 3), (...w) => two(...w).y, 2e-4);
      tf.tidy(() => {
        const [actual, expected] = [one(...weights), two(...weights)];
        assertLess(actual.mean.sub(expected.mean).abs().max().dataSync()[0], 1e-5);
        assertLess(actual.variance.div(expected.variance).sub(1).abs().max().dataSync()[0], 1e-4);
      });
      x.dispose();
    }
    tf.dispose(weights);
  }),
);

for (const branches of [1, 2, 3]) {
  Deno.test(
    `normalizedBranches and its gradients are those of the operations one by one: ${branches} branches`,
    leavingNoTensor(() => {
      const inputs = [
        random([3, 5, 2, 4 * branches], 1, 2),
        random([branches, 4, 6], 2),
        random([branches, 6], 3, 1),
        random([branches, 6], 4),
      ];
      const weights = ([, kernel, gamma, beta]: Tensor[]) => ({
        kernel: kernel as Tensor3D,
        gamma: gamma as Tensor2D,
        beta: beta as Tensor2D,
        epsilon: 1e-5,
      });
      const oneByOne = (inputs: Tensor[]) => {
        const parts = branches === 1 ? [inputs[0] as Tensor4D] : tf.split<Tensor4D>(inputs[0] as Tensor4D, branches, 3);
        return addNormalizedBranches(parts, weights(inputs));
      };
      const merged = (inputs: Tensor[]) => normalizedBranches(inputs[0] as Tensor4D, weights(inputs));
      assertSame(inputs, (...inputs) => merged(inputs).sum, (...inputs) => oneByOne(inputs).sum);
      tf.tidy(() => {
        for (const name of ["mean", "variance"] as const) {
          assertLess(merged(inputs)[name].sub(oneByOne(inputs)[name]).abs().max().dataSync()[0], 1e-5);
        }
      });
      tf.dispose(inputs);
    }),
  );
}

Deno.test("rawKernel passes on what TensorFlow says of a wrong name", () => {
  assertThrows(() => rawKernel("NoSuchKernel", {}, []), Error, "NoSuchKernel");
});
