import type { NamedTensorMap, Variable } from "@tensorflow/tfjs-node-gpu";
import { assertEquals, assertThrows } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { MergedAdam } from "../../../lib/network/training/merged_adam.ts";

const tf = await backend();
const shapes = [[5, 3], [7], [], [2, 2, 2]];

function weights(): Variable[] {
  return tf.tidy(() => shapes.map((shape, i) => tf.variable(tf.randomNormal(shape, 0, 1, "float32", i + 1))));
}

/** Gradients of all weights but the second, other ones in each step. */
function gradients(of: Variable[], step: number): NamedTensorMap {
  const entries = of.map(({ name, shape }, i) =>
    [name, tf.randomNormal(shape, 0, 1, "float32", 10 * step + i + 1)] as const
  );
  return Object.fromEntries(entries.filter((_, i) => i !== 1));
}

function values(of: Variable[]): number[][] {
  return of.map((weight) => [...weight.dataSync()]);
}

Deno.test("merged Adam gives tfjs' Adam's weights to the last digit, and leaves one without a gradient alone", () => {
  const [ours, theirs] = [weights(), weights()];
  const [merged, adam] = [new MergedAdam(ours), tf.train.adam(0.01, 0.9, 0.999, 1e-8)];
  const before = tf.memory().numTensors;
  tf.tidy(() => merged.update(gradients(ours, 0), 0.01));
  assertEquals(tf.memory().numTensors, before + 3, "weights, means and squares, each in one tensor");
  tf.tidy(() => adam.applyGradients(gradients(theirs, 0) as never));
  const untouched = values(ours)[1];
  for (let step = 1; step <= 5; step++) {
    tf.tidy(() => {
      merged.update(gradients(ours, step), 0.01);
      adam.applyGradients(gradients(theirs, step) as never);
    });
    assertEquals(values(ours), values(theirs), `step ${step}`);
  }
  assertEquals(values(ours)[1], untouched);
  const withMerged = tf.memory().numTensors;
  merged.dispose();
  assertEquals(tf.memory().numTensors, withMerged - 3);
  adam.dispose();
  tf.dispose([ours, theirs]);
});

Deno.test("weight decay takes its part of the weights before the step, times the learning rate", () => {
  const [decayed, plain] = [weights(), weights()];
  const start = values(plain);
  const options = { weightDecay: 0.1, epsilon: 1e-3 };
  const both = [new MergedAdam(decayed, options), new MergedAdam(plain, { ...options, weightDecay: 0 })];
  tf.tidy(() => [decayed, plain].forEach((of, i) => both[i].update(gradients(of, 1), 0.5)));
  const [after, without] = [values(decayed), values(plain)];
  for (const [i, of] of start.entries()) {
    const part = i === 1 ? 0 : Math.fround(0.5 * 0.1);
    of.forEach((value, j) => {
      const expected = Math.fround(without[i][j] - Math.fround(value * part));
      assertEquals(after[i][j], expected, `weight ${i}`);
    });
  }
  both.forEach((adam) => adam.dispose());
  tf.dispose([decayed, plain]);
});

Deno.test("merged Adam goes on from its state as if it had not been interrupted", async () => {
  const [straight, first, second] = [weights(), weights(), weights()];
  const [one, two, three] = [straight, first, second].map((of) => new MergedAdam(of));
  tf.tidy(() => [1, 2, 3].forEach((step) => one.update(gradients(straight, step), 0.01)));
  tf.tidy(() => [1, 2].forEach((step) => two.update(gradients(first, step), 0.01)));
  second.forEach((weight, i) => weight.assign(first[i]));
  three.restore(await two.state());
  assertEquals([...await three.state()], [...await two.state()]);
  tf.tidy(() => three.update(gradients(second, 3), 0.01));
  assertEquals(values(second), values(straight));
  assertThrows(() => three.restore(new Map()), Error, "the state has no weight/0/m");
  [one, two, three].forEach((adam) => adam.dispose());
  tf.dispose([straight, first, second]);
});
