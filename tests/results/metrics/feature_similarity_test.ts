import type { Tensor2D } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { featureSimilarity, partSimilarity } from "../../../lib/results/metrics/feature_similarity.ts";
import expected from "./similarity.json" with { type: "json" };

const tf = await backend();
const { rows, cases } = expected;

/** The features of make_similarity.py. */
function features([width, pace]: number[]): Tensor2D {
  const value = (row: number, column: number) => Math.sin(pace * (row + 1) * (column + 1)) + 0.1 * column;
  return tf.tensor2d(
    Array.from({ length: rows }, (_, row) => Array.from({ length: width }, (_, column) => value(row, column))),
  );
}

Deno.test("similarities are NumPy's, by kernels and by correlations", async () => {
  const before = tf.memory().numTensors;
  for (const { x, y, alignment, correlation } of cases) {
    const sets = [features(x), features(y)];
    const found = await featureSimilarity(sets[0], sets[1]);
    assertAlmostEquals(found.alignment, alignment, 1e-5);
    assertAlmostEquals(found.correlation, correlation, 1e-5);
    tf.dispose(sets);
  }
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a set is like itself turned and scaled; parts that repeat each other are alike, and a dead one like none", async () => {
  const x = features([2, 0.7]);
  const turned = tf.tidy(() =>
    tf.matMul(x, tf.tensor2d([[0.6, -0.8], [0.8, 0.6]])).mul<Tensor2D>(7).add(3) as Tensor2D
  );
  assertAlmostEquals((await featureSimilarity(x, turned)).alignment, 1, 1e-5);
  const four = tf.concat([x, x, x, x], 1) as Tensor2D;
  const same = await partSimilarity(four, 4);
  assertAlmostEquals(same.alignment, 1, 1e-5);
  assertAlmostEquals(same.correlation, (await featureSimilarity(x, x)).correlation, 1e-6);
  const dead = tf.concat([x, tf.zerosLike(x)], 1) as Tensor2D;
  assertEquals((await partSimilarity(dead, 2)).correlation, 0);
  await assertRejects(() => partSimilarity(four, 3), Error, "8 features cannot be cut into 3 equal parts");
  tf.dispose([x, turned, four, dead]);
});
