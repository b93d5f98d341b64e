import type { LayersModel, Tensor, Tensor3D, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { assert, assertEquals, assertLess } from "@std/assert";
import { backend, device } from "../../lib/tensorflow/backend/backend.ts";
import { articleNetwork } from "../../lib/network/model/article_network.ts";
import { convolveTime } from "../../lib/tensorflow/operations/convolve_time.ts";
import { fold } from "../../lib/network/model/fold.ts";
import { groupedConvolution } from "../../lib/tensorflow/operations/grouped_convolution.ts";
import { productsOverRows, sumsOverRows } from "../../lib/tensorflow/operations/products_over_rows.ts";
import { batchLoss } from "../../lib/network/training/loss.ts";
import { checkReference } from "../reference/check_reference.ts";
import { variables } from "../../lib/network/training/steps.ts";

// Run by `deno task test` with HAR_DEVICE=webgpu. TensorFlow's own backend lies beside it in the same process.
const tf = await backend();

/** Tensors made of waves, so that both backends get the same numbers. */
function wave(shape: number[], phase = 0): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(Float32Array.from({ length: size }, (_, i) => Math.sin(0.7 * i + i * i / 997 + phase)), shape);
}

/** Computes tensors on both backends and compares each, up to a part of its largest value. */
async function compare(compute: () => Record<string, Tensor>, tolerance = 1e-4): Promise<void> {
  const read = async () => {
    const tensors = tf.tidy(compute);
    const values: Record<string, Float32Array> = {};
    for (const [name, tensor] of Object.entries(tensors)) values[name] = await tensor.data() as Float32Array;
    tf.dispose(Object.values(tensors));
    return values;
  };
  const before = tf.memory().numTensors;
  const actual = await read();
  assertEquals(tf.memory().numTensors, before);
  await tf.setBackend("tensorflow");
  const expected = await read();
  await tf.setBackend("webgpu");
  assertEquals(Object.keys(actual), Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    assertEquals(actual[name].length, values.length, name);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    values.forEach((value, i) => assertLess(Math.abs(value - actual[name][i]), tolerance * largest, `${name} ${i}`));
  }
}

Deno.test("tfjs computes on WebGPU, and the device says on what and why", async () => {
  const { kind, name, why } = await device();
  assertEquals([kind, tf.getBackend()], ["webgpu", "webgpu"]);
  assert(name.length > 0);
  assert(why!.startsWith("asked for"));
});

Deno.test("the article's network is within the bounds of PyTorch's reference", async () => {
  const file = new URL("../reference/article_network.json", import.meta.url);
  const before = tf.memory().numTensors;
  const checks = await checkReference(JSON.parse(await Deno.readTextFile(file)));
  assertEquals(checks.length, 8);
  for (const check of checks) assert(check.passed, `${check.value}: ${check.error} at ${check.at}`);
  assertEquals(tf.memory().numTensors, before);
});

for (const [channels, cardinality] of [[[8, 12], 2], [[4, 8], 1], [[8, 8, 16], 4]] as [number[], number][]) {
  Deno.test(`loss, gradients, averages and logits are TensorFlow's: channels ${channels}, cardinality ${cardinality}`, async () => {
    await compare(() => {
      const model = articleNetwork({ channels, cardinality, windowLength: 24, seed: 2 });
      const batch = [wave([5, 24, 9, 1]), tf.tensor1d([0, 1, 2, 3, 5], "int32")];
      const weights = variables(model.trainableWeights);
      const { value, grads } = tf.variableGrads(() => batchLoss(model, batch).loss, weights);
      const gradients = weights.filter(({ name }) => grads[name]).map(({ name }, i) => [`gradient ${i}`, grads[name]]);
      const averages = variables(model.nonTrainableWeights).map((weight, i) => [`average ${i}`, weight.clone()]);
      const logits = model.apply(batch[0], { training: false }) as Tensor;
      const folded = foldedLogits(model, batch[0]);
      model.dispose();
      return { value, ...Object.fromEntries(gradients), ...Object.fromEntries(averages), logits, folded };
    });
  });
}

function foldedLogits(model: LayersModel, windows: Tensor): Tensor {
  const folded = fold(model);
  const logits = folded.apply(windows, { training: false }) as Tensor;
  folded.dispose();
  return logits;
}

for (const stride of [1, 2, 3, 4]) {
  Deno.test(`a convolution in time and its gradients are TensorFlow's, stride ${stride}`, async () => {
    await compare(() => {
      const [x, kernel] = [wave([2, 13, 3, 4]), wave([3, 1, 4, 6], 1)];
      const convolve = (x: Tensor, kernel: Tensor) => convolveTime(x as Tensor4D, kernel as Tensor4D, stride);
      const y = convolve(x, kernel);
      const [dx, dkernel] = tf.grads(convolve)([x, kernel], wave(y.shape, 2));
      return { y, dx, dkernel };
    });
  });
}

Deno.test("a grouped convolution and its gradients are TensorFlow's", async () => {
  await compare(() => {
    const [x, kernel] = [wave([2, 9, 5, 8]), wave([3, 3, 2, 12], 1)];
    const convolve = (x: Tensor, kernel: Tensor) =>
      groupedConvolution(x as Tensor4D, kernel as Tensor4D, { strides: [2, 1], padding: [1, 1] });
    const y = convolve(x, kernel);
    const [dx, dkernel] = tf.grads(convolve)([x, kernel], wave(y.shape, 2));
    return { y, dx, dkernel };
  });
});

Deno.test("sums over many rows are taken in parts, and are the same", async () => {
  await compare(() => {
    const [a, b] = [wave([2, 6000, 3]), wave([2, 6000, 5], 1)] as Tensor3D[];
    return {
      products: productsOverRows(a, b),
      sums: sumsOverRows(a),
      prime: sumsOverRows(wave([1, 1021, 2]) as Tensor3D),
    };
  });
});
