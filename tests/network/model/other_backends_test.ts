import type { Tensor, Tensor4D, Variable } from "@tensorflow/tfjs-node-gpu";
import { assertEquals, assertLess } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { groupedConvolution } from "../../../lib/tensorflow/operations/grouped_convolution.ts";
import { batchLoss } from "../../../lib/network/training/loss.ts";

const tf = await backend();

/** Runs on tfjs' backend in plain JavaScript, which has none of TensorFlow's kernels. */
async function onPlainBackend<T>(run: () => T): Promise<T> {
  await tf.setBackend("cpu");
  try {
    return run();
  } finally {
    await tf.setBackend("tensorflow");
  }
}

/** Loss, gradients, moving averages and predictions of a small network, as plain numbers. */
function numbers(): Record<string, number[]> {
  const model = articleNetwork({ channels: [8, 12], cardinality: 2, windowLength: 16, seed: 2 });
  const weights = model.trainableWeights.map((weight) => weight.read() as Variable);
  const results: Record<string, number[]> = {};
  tf.tidy(() => {
    const wave = Float32Array.from({ length: 4 * 16 * 9 }, (_, i) => Math.sin(i * i / 50));
    const batch = [tf.tensor(wave, [4, 16, 9, 1]), tf.tensor1d([0, 1, 2, 3], "int32")];
    const { value, grads } = tf.variableGrads(() => batchLoss(model, batch).loss, weights);
    results.loss = [...value.dataSync()];
    for (const [index, { name }] of weights.entries()) {
      if (grads[name]) results[`gradient ${index}`] = [...grads[name].dataSync()];
    }
    for (const [index, weight] of model.nonTrainableWeights.entries()) {
      results[`average ${index}`] = [...weight.read().dataSync()];
    }
    results.logits = [...(model.apply(batch[0], { training: false }) as Tensor).dataSync()];
    const x = tf.tensor(wave, [4, 16, 9, 1]).reshape<Tensor4D>([4, 12, 3, 4]);
    const kernel = tf.tensor(wave.subarray(0, 3 * 2 * 2 * 6), [3, 2, 2, 6]) as Tensor4D;
    const grouped = groupedConvolution(x, kernel, { strides: [2, 1], padding: [1, 0] });
    results.grouped = [...grouped.shape, ...grouped.dataSync()];
  });
  model.dispose();
  return results;
}

Deno.test("without TensorFlow's kernels the layers give the same loss, gradients, averages and logits", async () => {
  const expected = numbers();
  const actual = await onPlainBackend(() => {
    assertEquals(tf.getBackend(), "cpu");
    return numbers();
  });
  assertEquals(Object.keys(actual), Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    const largest = Math.max(...values.map(Math.abs), 1e-3);
    values.forEach((value, i) => assertLess(Math.abs(value - actual[name][i]), 1e-4 * largest, name));
  }
});
