import type { Tensor, Tensor1D, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import { backend } from "../../lib/backend/backend.ts";
import { rawKernel } from "../../lib/backend/raw_kernel.ts";
import { batchNormalize } from "../../lib/model/batch_normalize.ts";
import { relu } from "../../lib/model/relu.ts";

const tf = await backend();

Deno.test("relu and its gradient are those of tf.relu", () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const x = tf.tensor1d([-2, -1, 0, 0.5, 3]);
    const dy = tf.tensor1d([1, 2, 3, 4, 5]);
    assertEquals([...relu(x).dataSync()], [0, 0, 0, 0.5, 3]);
    assertEquals([...tf.grad((x) => relu(x))(x, dy).dataSync()], [0, 0, 0, 4, 5]);
  });
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("batchNormalize and its gradients are those of the formula", () => {
  const before = tf.memory().numTensors;
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
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("rawKernel passes on what TensorFlow says of a wrong name", () => {
  assertThrows(() => rawKernel("NoSuchKernel", {}, []), Error, "NoSuchKernel");
});
