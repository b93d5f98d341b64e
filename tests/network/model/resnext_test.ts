import type { Tensor } from "@tensorflow/tfjs-node-gpu";
import { assertEquals } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { cost } from "../../../lib/network/model/cost.ts";
import { resnext, type ResnextOptions } from "../../../lib/network/model/resnext.ts";
import { articleStages, builtStages } from "../../../lib/network/model/resnext_stages.ts";
import { ringPicture } from "../../../lib/show/plots/picture.ts";
import { leavingNoTensor } from "../../support/leaving_no_tensor.ts";

const tf = await backend();

/** Parameters as torchvision and Xie et al. (ResNeXt-29: 34.4 million) give them. */
const published: [ResnextOptions, number][] = [
  [{ depth: 50, cardinality: 32, groupWidth: 4 }, 25_028_904],
  [{ depth: 101, cardinality: 32, groupWidth: 8 }, 88_791_336],
  [{ depth: 101, cardinality: 64, groupWidth: 4 }, 83_455_272],
  [{ depth: 29, cardinality: 8, groupWidth: 64, classes: 10 }, 34_426_698],
];

for (const [options, parameters] of published) {
  Deno.test(
    `ResNeXt-${options.depth} ${options.cardinality}x${options.groupWidth}d has ${parameters} parameters`,
    leavingNoTensor(() => {
      const model = resnext({ ...options, seed: null });
      assertEquals(cost(model).parameters, parameters);
      model.dispose();
    }),
  );
}

Deno.test("ResNeXt-50 takes 4.23 G multiply-adds, and its stages are the article's but for their input sizes", () => {
  const model = resnext({ seed: null });
  assertEquals((cost(model).multiplyAdds / 1e9).toFixed(2), "4.23");
  const stages = builtStages(model);
  assertEquals(
    stages.slice(0, 5).map(({ stage, groups, channels, blocks }) => [stage, groups, channels, blocks]),
    articleStages.slice(0, 5).map(({ stage, groups, channels, blocks }) => [stage, groups, channels, blocks]),
  );
  const [stem, ...others] = stages;
  assertEquals([stem.input, stem.output], [articleStages[0].input, "56x56x64"]);
  assertEquals(others.map(({ input }) => input), ["56x56x64", "56x56x256", "28x28x512", "14x14x1024", "1x1x2048"]);
  assertEquals(others.map(({ output }) => output), ["56x56x256", "28x28x512", "14x14x1024", "7x7x2048", "1000"]);
  assertEquals(others.map(({ bottleneck }) => bottleneck), [0.5, 0.5, 0.5, 0.5, undefined]);
  assertEquals(stages.at(-1)!.channels, "2048 -> 1000");
  model.dispose();
});

Deno.test("a network with random weights gives finite logits of every class, the same for the same seed", () => {
  const logits = [1, 1, 2].map((seed) => {
    const model = resnext({ depth: 29, cardinality: 2, groupWidth: 8, classes: 5, seed });
    const values = tf.tidy(() => [...(model.predict(ringPicture(32).expandDims(0)) as Tensor).dataSync()]);
    model.dispose();
    return values;
  });
  assertEquals(logits[0].length, 5);
  assertEquals(logits[0].every(Number.isFinite), true);
  assertEquals(logits[0], logits[1]);
  assertEquals(logits[0].some((value, i) => value !== logits[2][i]), true);
});
