import { assertAlmostEquals, assertEquals, assertGreater } from "@std/assert";
import { articleNetwork, type GroupWidthRule, groupWidths } from "../../../lib/network/model/article_network.ts";
import { cost } from "../../../lib/network/model/cost.ts";

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
