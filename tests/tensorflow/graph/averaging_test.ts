import { assertAlmostEquals, assertEquals } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { type BatchLoss, GraphTraining } from "../../../lib/tensorflow/graph/graph_training.ts";
import { OpByOpTraining } from "../../../lib/network/training/steps.ts";

const tf = await backend();

for (const kind of ["graph", "op by op"] as const) {
  Deno.test(`the network gets the weights' averages, and training continues the weights: ${kind}`, async () => {
    const before = tf.memory().numTensors;
    const [averaged, plain] = tf.tidy(() => [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(1))]);
    const x = tf.tensor1d([2, -1, 3]);
    const make = (weight: typeof plain, averaging: boolean) => {
      const loss: BatchLoss = ([x]) => ({ loss: x.mul(weight).square().mean(), values: [] });
      const options = { weights: [weight], data: [x], loss, averaging };
      return kind === "graph"
        ? GraphTraining.create({ ...options, rows: Int32Array.of(0) })
        : Promise.resolve(new OpByOpTraining(options));
    };
    const [one, other] = [await make(averaged, true), await make(plain, false)];
    let expected = 1;
    for (const [row, decay] of [[0, 0.1], [1, 0.5], [2, 0.9]]) {
      await one.step(Int32Array.of(row), 0.1, { averageDecay: decay });
      await other.step(Int32Array.of(row), 0.1);
      await one.toModel();
      await other.toModel();
      expected = expected * decay + plain.dataSync()[0] * (1 - decay);
      assertAlmostEquals(averaged.dataSync()[0], expected, 1e-6);
    }
    one.dispose();
    other.dispose();
    tf.dispose([averaged, plain, x]);
    assertEquals(tf.memory().numTensors, before);
  });
}
