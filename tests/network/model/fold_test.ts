import type { Tensor } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertGreater, assertLess, assertRejects, assertThrows } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { GraphPrediction } from "../../../lib/tensorflow/graph/graph_prediction.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { fold } from "../../../lib/network/model/fold.ts";
import { hasBfloat16 } from "../../../lib/system/machine.ts";
import { crossEntropyOf, Predictor, rowsOf, softmax } from "../../../lib/network/training/predict.ts";
import { resnext } from "../../../lib/network/model/resnext.ts";
import { unsettle } from "../../support/unsettle.ts";
import { leavingNoTensor } from "../../support/leaving_no_tensor.ts";

const tf = await backend();

Deno.test("what cannot be folded or fed is told in a sentence", async () => {
  const branched = resnext({ depth: 29, cardinality: 2, groupWidth: 4, classes: 3, seed: null });
  assertThrows(() => fold(branched), Error, "is not a chain of layers");
  const model = articleNetwork({ channels: [4], windowLength: 8 });
  const graph = new GraphPrediction(model);
  const wrong = () => graph.predict(new Float32Array(100));
  await assertRejects(wrong, Error, "100 numbers are no whole windows of 8 x 9 x 1");
  for (let times = 0; times < 2; times++) graph.dispose();
  await assertRejects(() => graph.predict(new Float32Array(8 * 9)), Error, "was disposed");
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
