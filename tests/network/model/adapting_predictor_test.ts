import { assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { AdaptingPredictor } from "../../../lib/network/model/adapting_predictor.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { Predictor } from "../../../lib/network/model/predictor.ts";
import type { Tensor } from "../../../lib/tensorflow/backend/tensor_types.ts";

const tf = await backend();
const size = 32 * 9;

/** A small network whose moving averages are not those it began with. */
function network() {
  const model = articleNetwork({ windowLength: 32, channels: [8, 8, 16, 16], cardinality: 2, classes: 7 });
  const x = tf.randomNormal([64, 32, 9, 1], 0.3, 1.5, "float32", 1);
  for (let i = 0; i < 3; i++) tf.tidy(() => void model.apply(x, { training: true }));
  x.dispose();
  return model;
}

function windows(count: number, seed: number): Float32Array {
  return tf.tidy(() => tf.randomNormal([count * size], -0.2, 0.8, "float32", seed).dataSync()) as Float32Array;
}

function assertClose(actual: Float32Array, expected: Float32Array, tolerance: number): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, i) => assertAlmostEquals(value, expected[i], tolerance));
}

Deno.test("with no share a network predicts as it was trained", async () => {
  const model = network();
  const before = tf.memory().numTensors;
  const [adapting, predictor] = [new AdaptingPredictor(model, { shares: [0, 0, 0, 0] }), new Predictor(model)];
  const values = windows(40, 2);
  assertClose(await adapting.logits(values), await predictor.logits(values), 1e-4);
  adapting.dispose();
  predictor.dispose();
  assertEquals(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("with the whole share and trust it normalises by the windows alone, as a batch in training does", async () => {
  const model = network();
  const values = windows(40, 2);
  const adapting = new AdaptingPredictor(model, { shares: [1, 1, 1, 1], halfTrust: 0 });
  const batch = tf.tidy(() => {
    const x = tf.tensor(values).reshape([40, 32, 9, 1]);
    return (model.apply(x, { training: true }) as Tensor).dataSync() as Float32Array;
  });
  assertClose(await adapting.logits(values), batch, 1e-3);
  adapting.dispose();
  model.dispose();
});

Deno.test("a stream never looks ahead, and begins near the network as it was trained", async () => {
  const model = network();
  const values = windows(12, 3);
  const stream = async (given: Float32Array, halfTrust: number) => {
    const adapting = new AdaptingPredictor(model, { halfTrust });
    const logits = [];
    for (let i = 0; i < 12; i++) logits.push([...await adapting.logits(given.slice(i * size, (i + 1) * size))]);
    adapting.dispose();
    return logits;
  };
  const changed = values.map((value, i) => i < 8 * size ? value : 3 - value);
  const [one, other] = [await stream(values, 4), await stream(changed, 4)];
  assertEquals(one.slice(0, 8), other.slice(0, 8));
  assertNotEquals(one[8], other[8]);
  const predictor = new Predictor(model);
  const plain = await predictor.logits(values.slice(0, size));
  predictor.dispose();
  assertClose(Float32Array.from((await stream(values, 1e6))[0]), plain, 1e-3);
  model.dispose();
});

Deno.test("shares that do not fit the network are refused in one sentence", () => {
  const model = network();
  assertThrows(() => new AdaptingPredictor(model, { shares: [0.5] }), Error, "has 4 residual blocks, and 1 shares");
  assertThrows(() => new AdaptingPredictor(model, { shares: [0, 0, 0, 2] }), Error, "from 0 to 1, and one is 2");
  model.dispose();
});
