import type { LayersModel, Scalar, Tensor, Tensor2D, Tensor3D, Tensor4D, Variable } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertGreater, assertLess, assertRejects } from "@std/assert";
import { backend, nodeBackend } from "../../../lib/tensorflow/backend/backend.ts";
import { type BatchLoss, GraphTraining } from "../../../lib/tensorflow/graph/graph_training.ts";
import { record } from "../../../lib/tensorflow/graph/record_graph.ts";
import { Graph } from "../../../lib/tensorflow/graph/tensorflow_graph.ts";
import { matrixProduct } from "../../../lib/tensorflow/operations/matrix_product.ts";
import { measuredNetwork } from "../../../lib/network/model/measured_network.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { hasBfloat16 } from "../../../lib/system/machine.ts";
import { normalizedBranches } from "../../../lib/tensorflow/operations/normalized_branches.ts";
import { GroupedConv2D } from "../../../lib/network/model/grouped_convolution_layer.ts";
import { OpByOpTraining, trainingOf } from "../../../lib/network/training/steps.ts";
import { withSeededRandom } from "../../../lib/tensorflow/backend/random_tensors.ts";
import { leavingNoTensor } from "../../support/leaving_no_tensor.ts";

const tf = await backend();

/** Random inputs of a network and classes from 0 to 5. */
function examples(model: LayersModel, count: number): [Tensor, Tensor] {
  const shape = [count, ...model.inputs[0].shape.slice(1)] as number[];
  return [
    tf.randomNormal(shape, 0, 1, "float32", 5),
    tf.tensor1d(Array.from({ length: count }, (_, i) => i % 6), "int32"),
  ];
}

/** A network of the layers that tfjs brings. */
function convolutional({ dropout }: { dropout?: number | null } = {}): LayersModel {
  const { layers, sequential, initializers } = tf;
  const weights = (seed: number) => ({ kernelInitializer: initializers.glorotUniform({ seed }) });
  return sequential({
    layers: [
      layers.conv2d({ inputShape: [12, 9, 2], filters: 6, kernelSize: 3, padding: "same", ...weights(1) }),
      layers.batchNormalization(),
      layers.reLU(),
      layers.maxPooling2d({ poolSize: [2, 1] }),
      layers.depthwiseConv2d({ kernelSize: 3, depthwiseInitializer: initializers.glorotUniform({ seed: 2 }) }),
      layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
      layers.dense({ units: 8, activation: "elu", ...weights(3) }),
      ...(dropout === undefined ? [] : [layers.dropout({ rate: 0.5, seed: dropout ?? undefined })]),
      layers.dense({ units: 6, ...weights(4) }),
    ],
  });
}

/** The measured network in layers, small. */
function layered(): LayersModel {
  return withSeededRandom("layered", () => measuredNetwork({ windowLength: 16, channels: [8], cardinality: 2 }));
}

function grouped(): LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [16, 1, 4] }),
      new GroupedConv2D({ filters: 6, kernelSize: [3, 1], groups: 2, seed: 1 }),
      tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
    ],
  });
}

const networks: [string, () => LayersModel][] = [
  ["the article's network", () => articleNetwork({ windowLength: 64, channels: [8, 16, 16], cardinality: 2 })],
  [
    "the article's network without groups",
    () => articleNetwork({ windowLength: 64, channels: [4, 8], cardinality: 1 }),
  ],
  ["the measured network in layers", () => layered()],
  ["a grouped convolution in time", () => grouped()],
  ["layers of tfjs", () => convolutional()],
  ["dropout with a seed", () => convolutional({ dropout: 7 })],
];

for (const [name, build] of networks) {
  Deno.test(
    `steps as a graph and op by op give the same weights: ${name}`,
    leavingNoTensor(async () => {
      const [one, two] = [build(), build()];
      const data = examples(one, 16);
      const options = (model: LayersModel) => ({
        ...trainingOf(model, data),
        // Where a gradient is zero but for rounding, a small epsilon would make a step of it.
        epsilon: 1e-3,
      });
      const rows = (count: number, first: number) => Int32Array.from({ length: count }, (_, i) => (first + 5 * i) % 16);
      const batches = [rows(12, 0), rows(12, 3), rows(7, 1)];
      const graph = await GraphTraining.create({ ...options(one), rows: batches[0] });
      const opByOp = new OpByOpTraining(options(two));
      for (const rows of batches) {
        const [actual, expected] = [await graph.step(rows, 0.001), await opByOp.step(rows, 0.001)];
        assertAlmostEquals(actual[0], expected[0], 1e-5 * Math.max(1, expected[0]));
        assertEquals(actual[1], expected[1]);
      }
      await graph.toModel();
      for (const [index, weight] of two.weights.entries()) {
        const difference = tf.tidy(() => weight.read().sub(one.weights[index].read()).abs().max().dataSync()[0]);
        const size = tf.tidy(() => weight.read().abs().max().dataSync()[0]);
        assertLess(difference, 1e-5 * Math.max(1, size), weight.name);
      }
      graph.dispose();
      opByOp.dispose();
      one.dispose();
      two.dispose();
      tf.dispose(data);
    }),
  );
}

/** A loss of one weight with something in it that a graph cannot follow. */
const impossible: [string, (batch: Tensor[], weight: Variable) => Tensor, string][] = [
  ["a value is read", ([x], weight) => x.mul(weight).mul(x.max().dataSync()[0]), "it reads a value"],
  ["random numbers", ([x], weight) => x.mul(weight).add(tf.randomUniform([1])), "it draws random numbers"],
  ["a decision by data that is not tensors", ([x], weight) => x.mul(weight).add(counter++), "decides on the host"],
];
let counter = 0;

for (const [name, compute, error] of impossible) {
  Deno.test(`a step that cannot be a graph is refused, and nothing is left: ${name}`, async () => {
    const before = tf.memory().numTensors;
    const weight = tf.variable(tf.scalar(2));
    const x = tf.tensor1d([1, 2, 3]);
    const loss: BatchLoss = (batch) => ({ loss: compute(batch, weight).mean(), values: [] });
    const options = { weights: [weight], data: [x], loss, rows: Int32Array.of(0, 2) };
    await assertRejects(() => GraphTraining.create(options), Error, error);
    assertEquals(weight.dataSync()[0], 2);
    tf.dispose([weight, x]);
    assertEquals(tf.memory().numTensors, before + 1, "only the initial value of the weight is left");
  });
}

Deno.test("a graph gives its memory back: thirty of 24 MB each leave less than half", async () => {
  const weight = tf.tidy(() => tf.variable(tf.zeros([1024, 2048])));
  const x = tf.tensor1d([1, 2]);
  const loss: BatchLoss = ([x]) => ({ loss: weight.mean().mul(x.sum()), values: [] });
  const once = async () => {
    const graph = await GraphTraining.create({ weights: [weight], data: [x], loss, rows: Int32Array.of(0) });
    await graph.step(Int32Array.of(1), 0.1);
    graph.dispose();
  };
  for (let i = 0; i < 6; i++) await once();
  const before = Deno.memoryUsage().rss;
  for (let i = 0; i < 30; i++) await once();
  assertLess(Deno.memoryUsage().rss - before, 360e6);
  tf.dispose([weight, x]);
});

Deno.test("in bfloat16 the statistics of branches stay float32, also where channels depend on each other", {
  ignore: !hasBfloat16() || tf.getBackend() !== "tensorflow",
}, async () => {
  // 648 rows are few enough that the covariances are one product, which TensorFlow would otherwise round as well.
  const [count, width, out] = [9, 256, 8];
  const narrow = tf.randomNormal([count * 72, 16], 0, 1, "float32", 1);
  const wide = tf.matMul(narrow, tf.randomNormal([16, width], 0, 1, "float32", 2));
  const noise = tf.randomNormal([count * 72, width], 0, 0.01, "float32", 4);
  const x = wide.add(noise).relu().reshape([count, 8, 9, width]);
  const kernel = tf.variable(tf.randomNormal([1, width, out], 0, 0.1, "float32", 3));
  const rows = Int32Array.from({ length: count }, (_, i) => i);
  const loss: BatchLoss = ([x], _chance) => {
    const [gamma, beta] = [tf.ones([1, out]), tf.zeros([1, out])];
    const branches = normalizedBranches(x as Tensor4D, {
      kernel: kernel as Tensor as Tensor3D,
      gamma: gamma as Tensor2D,
      beta: beta as Tensor2D,
      epsilon: 1e-5,
    });
    return { loss: branches.sum.square().mean(), values: tf.unstack(branches.variance.reshape([out])) as Scalar[] };
  };
  const variances = [];
  for (const precision of ["float32", "bfloat16"] as const) {
    const training = await GraphTraining.create({ weights: [kernel], data: [x], loss, rows, precision });
    variances.push((await training.step(rows, 0)).slice(1));
    training.dispose();
  }
  for (const [index, variance] of variances[1].entries()) {
    assertAlmostEquals(variance / variances[0][index], 1, 1e-5);
  }
  tf.dispose([narrow, wide, noise, x, kernel]);
});

Deno.test(
  "bfloat16 on a GPU puts products between casts, which round about as much as TensorFlow's rewriting for a CPU",
  {
    ignore: !hasBfloat16() || tf.getBackend() !== "tensorflow",
  },
  async () => {
    const node = nodeBackend(tf);
    const onGpu = node.isUsingGpuDevice;
    const x = tf.randomNormal([64, 64], 0, 0.125, "float32", 1) as Tensor2D;
    const twoProducts = () => tf.tidy(() => matrixProduct(matrixProduct(x, x).sigmoid(), x).sigmoid());
    const exact = twoProducts();
    const expected = await exact.data();
    const casts: Record<string, number> = {};
    const results: Record<string, Float32Array> = {};
    // A number of bfloat16 has 8 bits: of 1 they leave 0.004.
    const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));
    for (const kind of ["cpu", "gpu"]) {
      const graph = new Graph({ precision: "bfloat16" });
      const output = graph.placeholder("float32", x.shape);
      node.isUsingGpuDevice = kind === "gpu";
      const { outputOf, result } = record(graph, [{ tensor: x, output }], twoProducts);
      node.isUsingGpuDevice = onGpu;
      const value = { dtype: "float32" as const, shape: x.shape, values: await x.data() as Float32Array };
      const request = { feeds: [{ output, value }], fetches: [outputOf(result)] };
      results[kind] = new Float32Array((await graph.run(request))[0]);
      const lost = largest(results[kind], expected);
      assertGreater(lost, 1e-4);
      assertLess(lost, 4e-3);
      casts[kind] = (await graph.profile(request)).filter(({ name }) => name.startsWith("Cast_")).length;
      graph.dispose();
      result.dispose();
    }
    // Both lose about as much, and not more of each other than of the exact numbers.
    assertLess(largest(results.cpu, results.gpu), 4e-3);
    assertEquals(casts.cpu, 0);
    assertGreater(casts.gpu, 3);
    tf.dispose([x, exact]);
  },
);

Deno.test("at its real size, the article's network takes the same steps to the last bit", async () => {
  const digests: string[] = [];
  for (let training = 0; training < 2; training++) {
    const model = articleNetwork();
    const data = examples(model, 256);
    const rows = (step: number) => Int32Array.from({ length: 128 }, (_, i) => (128 * step + i) % 256);
    const graph = await GraphTraining.create({ ...trainingOf(model, data), rows: rows(0) });
    for (let step = 0; step < 3; step++) await graph.step(rows(step), 0.0005);
    const bytes = [...(await graph.state()).values()].map(({ values }) =>
      new Uint8Array(new Float32Array(values).buffer)
    );
    const digest = await crypto.subtle.digest("SHA-256", await new Blob(bytes).arrayBuffer());
    digests.push(new Uint8Array(digest).toHex());
    graph.dispose();
    model.dispose();
    tf.dispose(data);
  }
  assertEquals(digests[0], digests[1]);
});

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
