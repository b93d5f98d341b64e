import type { Tensor1D, Tensor4D, Variable } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { batchLoss } from "../../../lib/network/training/loss.ts";
import { gradientNorms } from "../../../lib/results/runs/examine_run.ts";

const tf = await backend();
const windows = tf.randomNormal([12, 64, 3, 1], 0, 1, "float32", 5) as Tensor4D;
const activities = tf.tensor1d(Array.from({ length: 12 }, (_, i) => i % 3), "int32") as Tensor1D;
const small = { channels: [8, 8, 8, 8], windowLength: 64, sensors: 3, classes: 3 };

Deno.test("a block's gradient norm is how fast the loss falls along its gradient, and the network stays as it is", async () => {
  const model = articleNetwork(small);
  const before = tf.memory().numTensors;
  const weights = model.weights.map((weight) => weight.read().dataSync());
  const norms = await gradientNorms(model, windows, activities);
  assertEquals(norms.length, 4);
  assertEquals(model.weights.map((weight) => weight.read().dataSync()), weights);

  // A step along the gradient of the second block alone changes the loss by the norm's square times the step.
  const block = model.getLayer("block_2").trainableWeights.map((weight) => weight.read() as Variable);
  const loss = () => tf.tidy(() => batchLoss(model, [windows, activities]).loss.dataSync()[0]);
  const gradients = tf.tidy(() => {
    const { grads } = tf.variableGrads(() => batchLoss(model, [windows, activities]).loss, block);
    return block.map((weight) => tf.keep(grads[weight.name] ?? tf.zerosLike(weight)));
  });
  const step = 1e-3;
  const move = (by: number) => block.forEach((w, i) => tf.tidy(() => w.assign(w.add(gradients[i].mul(by)))));
  move(step);
  const above = loss();
  move(-2 * step);
  const below = loss();
  assertAlmostEquals(Math.sqrt((above - below) / (2 * step)) / norms[1], 1, 0.02);
  tf.dispose(gradients);
  model.dispose();
  assertLess(tf.memory().numTensors, before);
});
