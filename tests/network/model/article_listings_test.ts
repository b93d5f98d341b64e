import type { SymbolicTensor, Tensor } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { convolutionRatios } from "../../../lib/results/metrics/convolution_ratios.ts";
import { blockListing, listedNetwork, separableListing } from "../../../lib/network/model/article_listings.ts";
import { cost } from "../../../lib/network/model/cost.ts";

const tf = await backend();

Deno.test("the listed separable convolution has a kernel for each channel and a pointwise one, BN and no bias", () => {
  const input = tf.input({ shape: [8, 8, 6] });
  const model = tf.model({ inputs: input, outputs: separableListing(input, { filters: 10 }) });
  assertEquals(cost(model).parameters, 9 * 6 + 6 * 10 + 2 * 10);
  assertEquals(model.outputs[0].shape, [null, 8, 8, 10]);
});

Deno.test("the listed block halves the time axis, and its parameters are those of its branches and the shortcut", () => {
  const input = tf.input({ shape: [16, 9, 8] });
  const output: SymbolicTensor = blockListing(input, { name: "block", filters: 16, groups: 3 });
  assertEquals(output.shape, [null, 8, 9, 16]);
  const branch = 8 * 4 + 2 * 4 + 3 * 4 * 4 + 2 * 4 + 4 * 16;
  assertEquals(cost(tf.model({ inputs: input, outputs: output })).parameters, 3 * branch + 8 * 16 + 2 * 16);
});

Deno.test("the listed network is not the one that was measured: it has another number of parameters", () => {
  const model = listedNetwork();
  const branch = (input: number, out: number) => {
    const width = out / 4;
    return input * width + 2 * width + 3 * width * width + 2 * width + width * out;
  };
  const block = (input: number, out: number) => 32 * branch(input, out) + input * out + 2 * out;
  const expected = block(1, 64) + block(64, 128) + block(128, 256) + block(256, 512) + 512 * 9 * 6 + 6;
  const { parameters } = cost(model);
  assertEquals(parameters, expected);
  assertNotEquals(parameters, 1_007_686);
  const logits = tf.tidy(() => (model.predict(tf.zeros([2, 128, 9, 1])) as Tensor).shape);
  assertEquals(logits, [2, 6]);
  model.dispose();
});

Deno.test("separable over full is 1/C_out + 1/k^2, and not what the article prints", () => {
  const { ratio, mobilenets, article, full, grouped } = convolutionRatios({ input: 64, output: 128, kernelSize: 3 });
  assertEquals([full, grouped], [9 * 64 * 128, 9 * 64 * 128 / 4]);
  assertAlmostEquals(ratio, mobilenets, 1e-12);
  assertAlmostEquals(ratio, 0.1189236, 1e-6);
  assertAlmostEquals(article, 0.0234375, 1e-9);
});
