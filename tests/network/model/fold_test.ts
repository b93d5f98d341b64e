import type { LayersModel, Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertGreater, assertLess, assertRejects, assertThrows } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { GraphPrediction } from "../../../lib/tensorflow/graph/graph_prediction.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { fold } from "../../../lib/network/model/fold.ts";
import { hasBfloat16 } from "../../../lib/system/machine.ts";
import { Predictor } from "../../../lib/network/training/predict.ts";
import { crossEntropyOf, rowsOf, softmax } from "../../../lib/network/training/predict.ts";
import { resnext } from "../../../lib/network/model/resnext.ts";
import { unsettle } from "../../support/unsettle.ts";
import { leavingNoTensor } from "../../support/leaving_no_tensor.ts";

const tf = await backend();

/** What a block of the article's network predicts, by the article's formula from the unfolded weights. */
function predictByFormula(model: LayersModel, x: Tensor): Tensor2D {
  let y = x as Tensor;
  for (const layer of model.layers) {
    if (layer.getClassName() !== "ResidualBlock") {
      if (layer.getClassName() !== "InputLayer") y = layer.apply(y, { training: false }) as Tensor;
      continue;
    }
    const [kernel, bias, gamma, beta, pointwise, pointwiseBias, pointwiseGamma, pointwiseBeta, ...moving] = layer
      .getWeights();
    const [mean, variance, pointwiseMean, pointwiseVariance] = moving;
    const normalize = (x: Tensor, [gamma, beta, mean, variance]: Tensor[]) =>
      x.sub(mean).div(variance.add(1e-5).sqrt()).mul(gamma).add(beta);
    const padded = tf.pad(y, [[0, 0], [1, 1], [0, 0], [0, 0]]);
    const convolved = tf.conv2d(padded as Tensor4D, kernel as Tensor4D, [2, 1], "valid").add(bias);
    const first = normalize(convolved, [gamma, beta, mean, variance]);
    const [branches, width, out] = pointwise.shape;
    const parts = tf.split(first, [...new Array(branches).fill(width), out], 3);
    const sums = parts.slice(0, branches).map((part, branch) => {
      const at = (weights: Tensor) => tf.gather(weights, branch);
      const projected = tf.conv2d(
        tf.relu(part) as Tensor4D,
        at(pointwise).reshape<Tensor4D>([1, 1, width!, out]),
        1,
        "valid",
      );
      const statistics = [pointwiseGamma, pointwiseBeta, pointwiseMean, pointwiseVariance].map(at);
      return normalize(projected.add(at(pointwiseBias)), statistics);
    });
    y = tf.relu(tf.relu(tf.addN(sums)).add(parts[branches]));
  }
  return y as Tensor2D;
}

for (const cardinality of [1, 4]) {
  Deno.test(
    `a folded network gives the logits of the formula, and as a graph the same: cardinality ${cardinality}`,
    leavingNoTensor(async () => {
      const model = articleNetwork({ cardinality, channels: [16, 32], windowLength: 32 });
      unsettle(model);
      const folded = fold(model);
      const graph = new GraphPrediction(folded);
      const x = tf.randomNormal([5, 32, 9, 1], 0, 1, "float32", 3);
      const values = x.dataSync() as Float32Array;
      const expected = tf.tidy(() => predictByFormula(model, x).dataSync());
      const results = {
        unfolded: tf.tidy(() => (model.predict(x) as Tensor).dataSync()),
        folded: tf.tidy(() => (folded.predict(x) as Tensor).dataSync()),
        graph: await graph.predict(values),
        "graph, one by one": Float32Array.from(
          [0, 1, 2, 3, 4].flatMap((i) => [...graph.predictSync(values.slice(i * 32 * 9, (i + 1) * 32 * 9))]),
        ),
      };
      for (const [name, logits] of Object.entries(results)) {
        assertEquals(logits.length, 30);
        logits.forEach((logit, i) => assertLess(Math.abs(logit - expected[i]), 1e-4, name));
      }
      assertEquals(folded.trainableWeights.filter(({ name }) => !name.startsWith("logits")).length, 0);
      graph.dispose();
      tf.dispose(x);
      folded.dispose();
      model.dispose();
    }),
  );
}

Deno.test("what cannot be folded or fed is told in a sentence", async () => {
  const branched = resnext({ depth: 29, cardinality: 2, groupWidth: 4, classes: 3, seed: null });
  assertThrows(() => fold(branched), Error, "is not a chain of layers");
  const model = articleNetwork({ channels: [4], windowLength: 8 });
  const graph = new GraphPrediction(model);
  await assertRejects(
    () => graph.predict(new Float32Array(100)),
    Error,
    "100 numbers are no whole windows of 8 x 9 x 1",
  );
  graph.dispose();
  for (const network of [branched, model]) network.dispose();
});

Deno.test(
  "any number of windows is predicted in chunks, with the same numbers, and memory stays flat",
  leavingNoTensor(async () => {
    const model = articleNetwork({ channels: [8, 16], windowLength: 16 });
    unsettle(model);
    const predictor = new Predictor(model);
    const graph = new GraphPrediction(model);
    const size = 16 * 9;
    const windows = Float32Array.from({ length: 3001 * size }, (_, i) => Math.sin(0.37 * i));
    assertGreater(3001, 2 * graph.chunk);
    const whole = tf.tidy(() => (model.predict(tf.tensor4d(windows, [3001, 16, 9, 1])) as Tensor).dataSync());
    for (const logits of [await predictor.logits(windows), graph.predictSync(windows)]) {
      assertEquals(logits.length, whole.length);
      logits.forEach((logit, i) => assertLess(Math.abs(logit - whole[i]), 1e-5));
    }
    assertEquals(await predictor.logits(new Float32Array(0)), new Float32Array(0));
    const heldBefore = Deno.memoryUsage().rss;
    for (let i = 0; i < 10; i++) await predictor.logits(windows);
    assertLess(Deno.memoryUsage().rss - heldBefore, 50e6);
    graph.dispose();
    predictor.dispose();
    model.dispose();
  }),
);

Deno.test("a prediction in bfloat16 is close to float32, and not the same", { ignore: !hasBfloat16() }, async () => {
  const model = articleNetwork({ channels: [16, 32], windowLength: 32 });
  unsettle(model);
  const windows = Float32Array.from({ length: 8 * 32 * 9 }, (_, i) => Math.sin(0.37 * i));
  const predictors = (["float32", "bfloat16"] as const).map((precision) => new Predictor(model, { precision }));
  const [exact, rounded] = await Promise.all(predictors.map((predictor) => predictor.logits(windows)));
  const largest = Math.max(...exact.map(Math.abs));
  const error = Math.max(...exact.map((logit, i) => Math.abs(logit - rounded[i]))) / largest;
  assertGreater(error, 0);
  assertLess(error, 0.05);
  for (const part of [...predictors, model]) part.dispose();
});

Deno.test("softmax and cross-entropy stay finite for large logits", () => {
  assertEquals(rowsOf(Float32Array.of(1, 2, 3, 4), 2), [[1, 2], [3, 4]]);
  const [a, b] = softmax([1000, 1000 + Math.log(3)]);
  assertAlmostEquals(a, 0.25, 1e-12);
  assertAlmostEquals(b, 0.75, 1e-12);
  assertAlmostEquals(crossEntropyOf([0, Math.log(3)], 0), Math.log(4), 1e-12);
  assertEquals(crossEntropyOf([0, 5000], 0), 5000);
});
