import type { LayersModel, Tensor, Tensor1D, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { withBinding } from "../../../lib/tensorflow/graph/record_graph.ts";
import { withRandomSeed } from "../../../lib/tensorflow/operations/tfjs_layers.ts";

const tf = await backend();
const { layers } = tf;

/** What a layer gives in training for a seed. */
function inTraining(model: LayersModel, x: Tensor, seed: number): number[] {
  return tf.tidy(() => {
    const seeds = tf.tensor1d([seed, 0], "int32") as Tensor1D;
    return [...withRandomSeed(seeds, () => model.apply(x, { training: true }) as Tensor).dataSync()];
  });
}

Deno.test("dropout and noise depend on the step's seed, layer by layer, and leave the mean", () => {
  const x = tf.ones([100, 100]);
  for (const layer of [layers.dropout({ rate: 0.25 }), layers.dropout({ rate: 0.4, noiseShape: [100, 100] })]) {
    const model = tf.sequential({ layers: [layers.inputLayer({ inputShape: [100] }), layer] });
    const first = inTraining(model, x, 1);
    assertEquals(inTraining(model, x, 1), first);
    assertNotEquals(inTraining(model, x, 2), first);
    assertAlmostEquals(first.reduce((a, b) => a + b) / first.length, 1, 0.03);
    assertEquals([...(model.predict(x) as Tensor).dataSync()].every((value) => value === 1), true);
  }
  const twice = tf.sequential({
    layers: [layers.gaussianNoise({ inputShape: [100], stddev: 0.5 }), layers.gaussianNoise({ stddev: 0.5 })],
  });
  const noise = inTraining(twice, x, 1).map((value) => value - 1);
  // Two streams add their variances; one stream twice would give 1.
  assertAlmostEquals(noise.reduce((sum, value) => sum + value ** 2, 0) / noise.length, 0.5, 0.03);
  x.dispose();
});

Deno.test("normalisation in training has the batch's mean and deviation, and moves the averages as PyTorch does", () => {
  const x = tf.randomNormal([6, 4, 3, 5], 2, 3, "float32", 1) as Tensor4D;
  const layer = layers.batchNormalization({ inputShape: [4, 3, 5], momentum: 0.9, epsilon: 0.01 });
  const model = tf.sequential({ layers: [layer] });
  const overTime = layers.batchNormalization({ inputShape: [5, 4, 3], momentum: 0.9, epsilon: 0.01, axis: 1 });
  tf.tidy(() => {
    const turned = tf.sequential({ layers: [overTime] }).apply(x.transpose([0, 3, 1, 2]), { training: true }) as Tensor;
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const expected = x.sub(mean).div(variance.add(0.01).sqrt()).dataSync();
    const found = (model.apply(x, { training: true }) as Tensor).dataSync();
    found.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-4));
    assertEquals(turned.transpose([0, 2, 3, 1]).dataSync(), found);
    const [, , movingMean, movingVariance] = layer.getWeights().map((weight) => weight.dataSync());
    const [means, variances] = [mean.dataSync(), variance.dataSync()];
    movingMean.forEach((value, i) => assertAlmostEquals(value, 0.1 * means[i], 1e-5));
    movingVariance.forEach((value, i) => assertAlmostEquals(value, 0.9 + 0.1 * variances[i] * 72 / 71, 1e-4));
  });
  x.dispose();
});

Deno.test("a 1x1 convolution with a stride gets its kernel's gradient from the samples that it takes", () => {
  const strides: number[][] = [];
  const recorded: Parameters<typeof withBinding>[0] = (binding) => ({
    executeOp: (name, attributes, ...rest) => {
      const given = attributes.find(({ name }) => name === "strides")?.value;
      if (name === "Conv2DBackpropFilter") strides.push(given as number[]);
      return binding.executeOp(name, attributes, ...rest);
    },
  });
  for (const [height, width] of [[8, 9], [7, 4]]) {
    const x = tf.randomNormal([3, height, width, 2], 0, 1, "float32", 1) as Tensor4D;
    const kernel = tf.randomNormal([1, 1, 2, 5], 0, 1, "float32", 2) as Tensor4D;
    tf.tidy(() => {
      const found = withBinding(
        recorded,
        () => tf.grad((k: Tensor) => tf.conv2d(x, k as Tensor4D, [2, 3], "valid"))(kernel),
      );
      const taken = tf.stridedSlice(x, [0, 0, 0, 0], x.shape, [1, 2, 3, 1]).sum([0, 1, 2]).dataSync();
      found.dataSync().forEach((value, i) => assertAlmostEquals(value, taken[Math.floor(i / 5)], 1e-4));
    });
    tf.dispose([x, kernel]);
  }
  assertEquals(strides, [[1, 1, 1, 1], [1, 1, 1, 1]]);
});
