import type { LayersModel } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertGreater, assertThrows } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { articleNetwork, type GroupWidthRule, groupWidths } from "../../../lib/network/model/article_network.ts";
import { cost, layerCosts } from "../../../lib/network/model/cost.ts";

const tf = await backend();

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

Deno.test("a cardinality that does not divide the channels is refused by name", () => {
  assertThrows(
    () => articleNetwork({ cardinality: 3 }),
    Error,
    "Layer block_2: 64 input channels cannot be divided among 3 branches",
  );
  tf.disposeVariables();
});

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
