import type { LayersModel, Tensor, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { articleNetwork, type GroupWidthRule, groupWidths } from "../../../lib/network/model/article_network.ts";
import { cost, layerCosts } from "../../../lib/network/model/cost.ts";
import { variable } from "../../reference/pytorch_weights.ts";

const tf = await backend();
const small = { channels: [4, 8], windowLength: 16, sensors: 3, cardinality: 2 };

/** Runs a test with a network and checks that no tensor is left. */
async function withNetwork(
  options: Parameters<typeof articleNetwork>[0],
  test: (network: LayersModel) => void | Promise<void>,
): Promise<void> {
  const before = tf.memory().numTensors;
  const network = articleNetwork(options);
  await test(network);
  network.dispose();
  assertEquals(tf.memory().numTensors, before);
}

function windows(count: number, seed = 1): Tensor4D {
  return tf.randomNormal([count, 16, 3, 1], 0, 1, "float32", seed);
}

Deno.test("the article's network has the article's parameters and FLOPs, block by block", () =>
  withNetwork({}, (network) => {
    assertEquals(cost(network), { parameters: 1_007_686, flops: 104_647_680, multiplyAdds: 100_850_688 });
    const parameters = layerCosts(network).map((layer) => layer.parameters).filter((count) => count > 0);
    assertEquals(parameters, [19_072, 47_168, 184_448, 729_344, 27_654]);
    assertEquals(network.outputs[0].shape, [null, 6]);
  }));

Deno.test("cost counts a small network as by hand", () =>
  withNetwork({ channels: [4], windowLength: 8, sensors: 2, cardinality: 2, classes: 3 }, (network) => {
    // 4 x 2 positions; convolution 3 taps to 2 branches of 4 and a shortcut of 4; projections 2 x 4 x 4.
    const parameters = (3 + 1) * 12 + 2 * 12 + 2 * (4 * 4 + 4) + 2 * 2 * 4 + (2 * 4 + 1) * 3;
    const multiplyAdds = 8 * 3 * 12 + 8 * 8 * 4 + 8 * 3;
    const flops = multiplyAdds + 4 * 8 * (8 + 8 + 4) + 8 * 4;
    assertEquals(cost(network), { parameters, flops, multiplyAdds });
  }));

Deno.test("parameters follow the cardinality: the group width is the input's share of a branch", async () => {
  const counts: number[] = [];
  for (const cardinality of [1, 2, 8]) {
    await withNetwork({ cardinality, channels: [64, 128] }, (network) => void counts.push(cost(network).parameters));
  }
  const block1 = (g: number) => 4 * (64 * g + 64) + 2 * 64 * (g + 1) + g * (64 * 64 + 64) + 2 * 64 * g;
  const block2 = (g: number) => {
    const merged = 64 + 128;
    return 3 * 64 * merged + merged + 2 * merged + 64 * 128 + 3 * 128 * g;
  };
  const dense = 128 * 9 * 6 + 6;
  assertEquals(counts, [1, 2, 8].map((g) => block1(g) + block2(g) + dense));
});

Deno.test("a cardinality that does not divide the channels is refused by name", () => {
  assertThrows(
    () => articleNetwork({ cardinality: 3 }),
    Error,
    "Layer block_2: 64 input channels cannot be divided among 3 branches",
  );
  tf.disposeVariables();
});

Deno.test("a seed decides the initial weights", async () => {
  const kernel = async (seed: number) => {
    let values: number[] = [];
    await withNetwork(
      { ...small, seed },
      (network) => void (values = [...variable(network.layers[1], "kernel").dataSync()]),
    );
    return values;
  };
  assertEquals(await kernel(1), await kernel(1));
  assertNotEquals(await kernel(1), await kernel(2));
  assertLess(Math.max(...(await kernel(1)).map(Math.abs)), 1 / Math.sqrt(3));
});

Deno.test("prediction normalises by the moving averages, training by the batch", () =>
  withNetwork(small, (network) => {
    tf.tidy(() => {
      const x = windows(8);
      const training = network.apply(x, { training: true }) as Tensor;
      for (let i = 0; i < 200; i++) tf.tidy(() => void network.apply(x, { training: true }));
      const predicted = network.apply(x, { training: false }) as Tensor;
      // After many looks at one batch the averages are its statistics, but for the unbiased variance.
      assertLess(predicted.sub(training).abs().max().dataSync()[0], 0.05);
    });
  }));

Deno.test("windows of another length pass through the same weights", () =>
  withNetwork(small, (network) => {
    const other = articleNetwork({ ...small, windowLength: 32 });
    tf.tidy(() => {
      other.setWeights(network.getWeights());
      assertEquals((other.predict(tf.zeros([1, 32, 3, 1])) as Tensor).shape, [1, 6]);
    });
    other.dispose();
  }));

const channels = [64, 128, 256, 512];

function parameters(cardinality: number, groupWidth: GroupWidthRule): number {
  const model = articleNetwork({ cardinality, groupWidth });
  const { parameters } = cost(model);
  model.dispose();
  return parameters;
}

Deno.test("at a cardinality of 4 every rule is the article's network", () => {
  assertEquals(groupWidths("equal-parameters", 4, channels), [64, 16, 32, 64]);
  assertEquals(groupWidths("equal-width", 4, channels), [64, 16, 32, 64]);
  assertEquals(parameters(4, "equal-parameters"), 1_007_686);
});

Deno.test("at equal parameters the network's size stays within 2%, whatever the cardinality", () => {
  for (const cardinality of [1, 2, 8, 16, 32]) {
    assertAlmostEquals(parameters(cardinality, "equal-parameters") / 1_007_686, 1, 0.02);
  }
});

Deno.test("at equal width branches stay as wide, and parameters grow with their number", () => {
  assertEquals(groupWidths("equal-width", 32, channels), [64, 16, 32, 64]);
  // Branches of the article's blocks: their parameters less those of the shortcuts and of the dense layer.
  const shortcuts = [1, 64, 128, 256].reduce((sum, input, i) => sum + channels[i] * (3 * input + 3), 0);
  const fixed = shortcuts + 27_654;
  assertEquals(parameters(8, "equal-width"), fixed + 2 * (1_007_686 - fixed));
  assertGreater(parameters(2, "equal-width"), parameters(1, "equal-width"));
});
