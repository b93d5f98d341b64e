import type { Tensor, Tensor1D, Tensor2D, Tensor4D, Variable } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertGreater, assertThrows } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { GraphTraining } from "../../../lib/tensorflow/graph/graph_training.ts";
import { articleNetwork, type ArticleNetworkOptions } from "../../../lib/network/model/article_network.ts";
import { browserNetwork } from "../../../lib/network/model/browser_network.ts";
import { cost } from "../../../lib/network/model/cost.ts";
import { Predictor } from "../../../lib/network/training/predict.ts";
import { ResidualBlock } from "../../../lib/network/model/residual_block.ts";
import { trainingOf } from "../../../lib/network/training/steps.ts";
import { unsettle } from "../../support/unsettle.ts";

const tf = await backend();
const small = { channels: [8, 16], windowLength: 32, classes: 3 };

const forms: Record<string, ArticleNetworkOptions> = {
  "as the article's": {},
  "of one branch": { cardinality: 1 },
  "without shortcuts": { shortcuts: "none" },
  "of more blocks, whose shortcut is the identity": { blocks: 12 },
  "of more blocks without shortcuts": { blocks: 8, shortcuts: "none" },
  "of depthwise separable convolutions": { convolution: "depthwise", cardinality: 1, blocks: 8 },
  "of depthwise separable convolutions without shortcuts": {
    convolution: "depthwise",
    cardinality: 1,
    shortcuts: "none",
  },
  "without a bottleneck": { groupWidth: "output", cardinality: 2 },
};

/** The blocks by plain operations of TensorFlow.js, normalised by the batch in training, else by the moving averages. */
function logitsByFormula(model: ReturnType<typeof articleNetwork>, x: Tensor, training: boolean): Tensor2D {
  let y = x;
  for (const layer of model.layers.slice(1)) {
    if (!(layer instanceof ResidualBlock)) {
      y = layer.apply(y, { training }) as Tensor;
      continue;
    }
    const weight = (name: string) =>
      layer.weights.find(({ originalName }) => originalName.endsWith(`/${name}`))?.read() as Tensor;
    const normalize = (z: Tensor, prefix: string, at: (weight: Tensor) => Tensor) => {
      const { mean, variance } = training
        ? tf.moments(z, [0, 1, 2])
        : { mean: at(weight(`${prefix}moving_mean`)), variance: at(weight(`${prefix}moving_variance`)) };
      const scaled = z.sub(mean).div(variance.add(1e-5).sqrt());
      return scaled.mul(at(weight(`${prefix}gamma`))).add(at(weight(`${prefix}beta`)));
    };
    const part = (from: number, size: number) => (all: Tensor) => tf.slice(all, [from], [size]);
    const { cardinality, groupWidth: width, channels, stride } = layer;
    const padded = tf.pad(y as Tensor4D, [[0, 0], [1, 1], [0, 0], [0, 0]]);
    const convolve = (kernel: Tensor) => tf.conv2d(padded, kernel as Tensor4D, [stride, 1], "valid");
    const bias = weight("bias");
    const kernelOf = (from: number, size: number) => tf.slice(weight("kernel"), [0, 0, 0, from], [3, 1, -1, size]);
    const sums = Array.from({ length: cardinality }, (_, branch) => {
      const own = part(branch * width!, width!);
      // The depthwise convolution of TensorFlow takes one stride for both axes: every second step of stride 1 is the same.
      const steps = tf.tensor1d(Array.from({ length: y.shape[1]! / stride }, (_, step) => step * stride), "int32");
      const convolved = layer.depthwise
        ? tf.gather(tf.depthwiseConv2d(padded, weight("depthwise_kernel") as Tensor4D, 1, "valid"), steps, 1)
        : convolve(kernelOf(branch * width!, width!));
      const activated = tf.relu(normalize(convolved.add(own(bias)), "", own));
      const at = (all: Tensor) => tf.gather(all, branch);
      const kernel = at(weight("pointwise_kernel")).reshape<Tensor4D>([1, 1, width!, channels]);
      const projected = tf.conv2d(activated as Tensor4D, kernel, 1, "valid").add(at(weight("pointwise_bias")));
      return normalize(projected, "pointwise_", at);
    });
    const main = tf.relu(tf.addN(sums));
    if (layer.shortcut === "none") y = main;
    else if (layer.shortcut === "identity") y = tf.relu(main.add(y));
    else {
      const own = part(cardinality * width!, channels);
      const from = layer.depthwise ? 0 : cardinality * width!;
      y = tf.relu(main.add(normalize(convolve(kernelOf(from, channels)).add(own(bias)), "", own)));
    }
  }
  return y as Tensor2D;
}

for (const [name, form] of Object.entries(forms)) {
  Deno.test(`a network ${name} predicts and learns by its formula, as layers, folded, as a graph, and in a browser`, async () => {
    const before = tf.memory().numTensors;
    const model = articleNetwork({ ...small, ...form });
    unsettle(model);
    const x = tf.randomNormal([5, 32, 9, 1], 0, 1, "float32", 3) as Tensor4D;
    const values = await x.data() as Float32Array;
    const expected = tf.tidy(() => logitsByFormula(model, x, false).dataSync());
    const predictor = new Predictor(model);
    const told = {
      layers: tf.tidy(() => (model.predict(x) as Tensor).dataSync()) as Float32Array,
      predictor: await predictor.logits(values),
      "a window at once": Float32Array.from(
        [0, 1, 2, 3, 4].flatMap((i) => [...predictor.logitsAtOnce(values.slice(i * 288, (i + 1) * 288))]),
      ),
    };
    for (const [way, logits] of Object.entries(told)) {
      for (const [i, logit] of logits.entries()) assertAlmostEquals(logit, expected[i], 1e-4, way);
    }
    predictor.dispose();

    const browser = browserNetwork(model, { mean: Array(9).fill(0), deviation: Array(9).fill(1) });
    const probabilities = tf.tidy(() => (browser.predict(x.reshape([5, 32, 9])) as Tensor).dataSync());
    const softmax = tf.tidy(() => tf.softmax(tf.tensor2d(expected, [5, 3])).dataSync());
    for (const [i, probability] of probabilities.entries()) {
      assertAlmostEquals(probability, softmax[i], 1e-5, "browser");
    }
    browser.dispose();

    const loss = (logits: Tensor2D) => logits.square().mean() as Tensor;
    const trainable = model.trainableWeights.map((weight) => weight.read() as Variable);
    const gradients = (of: () => Tensor2D) =>
      tf.tidy(() => {
        const { grads } = tf.variableGrads(() => loss(of()) as never, trainable);
        return trainable.map(({ name }) => grads[name]?.dataSync() as Float32Array | undefined);
      });
    const formula = gradients(() => logitsByFormula(model, x, true));
    const layers = gradients(() => model.apply(x, { training: true }) as Tensor2D);
    // A bias before a normalisation has no gradient, and rounding in its place.
    const least = Math.max(...formula.flatMap((gradient) => [...gradient!].map(Math.abs))) / 100;
    for (const [index, gradient] of layers.entries()) {
      const scale = Math.max(...formula[index]!.map(Math.abs), least);
      for (const [i, value] of (gradient ?? formula[index]!.map(() => 0)).entries()) {
        assertAlmostEquals(value / scale, formula[index]![i] / scale, 2e-3, trainable[index].name);
      }
    }

    const labels = tf.tensor1d([0, 1, 2, 0, 1], "int32") as Tensor1D;
    const steps = await GraphTraining.create({ ...trainingOf(model, [x, labels]), rows: Int32Array.of(0, 1, 2, 3, 4) });
    const losses = [];
    for (let step = 0; step < 30; step++) {
      losses.push((await steps.step(Int32Array.of(0, 1, 2, 3, 4), 0.01))[0]);
    }
    assertGreater(losses[0] / 4, losses.at(-1)!, "a graph learns five windows by heart");
    steps.dispose();
    model.dispose();
    tf.dispose([x, labels]);
    assertEquals(tf.memory().numTensors, before);
  });
}

Deno.test("what a form costs is what its formula multiplies", () => {
  const counted = (options: ArticleNetworkOptions) => {
    const model = articleNetwork(options);
    const result = cost(model);
    model.dispose();
    return result;
  };
  const article = counted({});
  assertEquals([article.parameters, article.flops], [1_007_686, 104_647_680]);
  // A fifth block of the last stage: 4 branches of 128 channels, 8 steps, 9 sensors, no shortcut to count.
  const blocks = counted({ blocks: 8 });
  const extra = [64, 128, 256, 512].map((c, stage) => ({ c, positions: 9 * 64 / 2 ** stage }));
  const branch = ({ c }: { c: number }) => 3 * c * (c / 4) + 3 * (c / 4) + (c / 4) * c + 3 * c;
  assertEquals(blocks.parameters - article.parameters, extra.reduce((sum, e) => sum + 4 * branch(e), 0));
  const multiplied = extra.reduce((sum, { c, positions }) => sum + positions * (3 * c * c + c * c), 0);
  assertEquals(blocks.multiplyAdds - article.multiplyAdds, multiplied);

  const shortcuts = article.multiplyAdds - counted({ shortcuts: "none" }).multiplyAdds;
  const inputs = [1, 64, 128, 256];
  assertEquals(shortcuts, extra.reduce((sum, { c, positions }, i) => sum + positions * 3 * inputs[i] * c, 0));
  // One ordinary branch as wide as its input, and the same with a kernel for each channel.
  const ordinary = counted({ cardinality: 1 });
  const depthwise = counted({ cardinality: 1, convolution: "depthwise" });
  const saved = extra.slice(1).reduce(
    (sum, { positions }, i) => sum + positions * 3 * inputs[i + 1] * (inputs[i + 1] - 1),
    0,
  );
  assertEquals(ordinary.multiplyAdds - depthwise.multiplyAdds, saved);
});

Deno.test("the width multiplies the channels of all blocks", () => {
  const channels = (width: number) => {
    const model = articleNetwork({ width });
    const found = model.layers.filter((layer) => layer instanceof ResidualBlock).map(({ channels }) => channels);
    model.dispose();
    return found;
  };
  assertEquals(channels(1), [64, 128, 256, 512]);
  assertEquals(channels(0.25), [16, 32, 64, 128]);
  assertEquals(channels(1.41), [92, 180, 360, 720]);
});

Deno.test("a block whose shapes do not allow its shortcut is one sentence", () => {
  const block = (options: Partial<ConstructorParameters<typeof ResidualBlock>[0]>) => () =>
    new ResidualBlock({ name: "b", channels: 8, ...options }).build([null, 16, 9, 8]);
  assertThrows(block({ shortcut: "identity" }), Error, "takes an output as large as the input");
  assertThrows(block({ depthwise: true }), Error, "a depthwise block has one branch, and 4 were asked for");
});
