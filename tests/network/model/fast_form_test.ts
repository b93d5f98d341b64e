import type { Tensor } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { cost } from "../../../lib/network/model/cost.ts";
import { fastForm } from "../../../lib/network/model/fast_form.ts";
import { measuredNetwork } from "../../../lib/network/model/measured_network.ts";
import { OpByOpTraining, trainingOf } from "../../../lib/network/training/steps.ts";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { unsettle } from "../../support/unsettle.ts";

const tf = await backend();

Deno.test("the measured network in layers has the article's parameters and operations", () => {
  const model = measuredNetwork();
  const { parameters, flops } = cost(model);
  assertEquals([parameters, flops], [1_007_686, 104_647_680]);
  model.dispose();
});

for (const options of [{}, { cardinality: 1 }, { cardinality: 2, channels: [4, 8, 16] }]) {
  Deno.test(`the fast form predicts and learns as the network in layers: ${JSON.stringify(options)}`, async () => {
    const before = tf.memory().numTensors;
    const small = { channels: [8, 16], windowLength: 32, answers: 3, sensors: 2, ...options };
    const model = measuredNetwork(small);
    unsettle(model);
    const fast = fastForm(model);
    const data = [
      tf.randomNormal([12, 32, 2, 1], 0, 1, "float32", 3),
      tf.tensor1d([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], "int32"),
    ];
    const logits = () => [model, fast].map((one) => tf.tidy(() => (one.predict(data[0]) as Tensor).dataSync()));
    const compare = (tolerance: number) => {
      const [expected, found] = logits();
      for (const [i, logit] of found.entries()) assertAlmostEquals(logit, expected[i], tolerance);
    };
    compare(1e-4);
    const losses = await Promise.all([model, fast].map(async (one) => {
      const steps = new OpByOpTraining(trainingOf(one, data));
      const rows = Int32Array.from({ length: 12 }, (_, i) => i);
      const losses = [];
      for (let step = 0; step < 3; step++) losses.push((await steps.step(rows, 0.001))[0]);
      steps.dispose();
      return losses;
    }));
    for (const [i, loss] of losses[0].entries()) assertAlmostEquals(losses[1][i], loss, 1e-3);
    tf.dispose(data);
    model.dispose();
    fast.dispose();
    assertEquals(tf.memory().numTensors, before);
  });
}

Deno.test("another network has no fast form", () => {
  const other = tf.sequential({ layers: [tf.layers.dense({ inputShape: [3], units: 2 })] });
  assertThrows(() => fastForm(other), Error, "is not the measured network in layers");
  other.dispose();
});
