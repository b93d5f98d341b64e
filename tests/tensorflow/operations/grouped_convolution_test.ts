import type { Tensor, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { blockDiagonal, groupedConvolution } from "../../../lib/tensorflow/operations/grouped_convolution.ts";
import { randomTensor } from "../../../lib/tensorflow/backend/random_tensors.ts";
import { cost } from "../../../lib/network/model/cost.ts";
import { GroupedConv2D } from "../../../lib/network/model/grouped_convolution_layer.ts";
import { leavingNoTensor } from "../../support/leaving_no_tensor.ts";

const tf = await backend();
const cases = JSON.parse(await Deno.readTextFile(new URL("../../reference/grouped_convolution.json", import.meta.url)));

/** The values that the reference was made with: sin(0.7 i + 1.3 p) in PyTorch's layout. */
function values(shape: number[], position: number): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(Float32Array.from({ length: size }, (_, i) => Math.sin(0.7 * i + 1.3 * position)), shape);
}

function assertTensor(actual: Tensor, expected: number[]): void {
  const data = actual.dataSync();
  assertEquals(data.length, expected.length);
  expected.forEach((value, i) => assertAlmostEquals(data[i], value, 2e-5));
}

for (const reference of cases) {
  Deno.test(
    `groupedConvolution and its gradients are PyTorch's: ${reference.name}`,
    leavingNoTensor(() => {
      tf.tidy(() => {
        const x = values(reference.input, 0).transpose<Tensor4D>([0, 2, 3, 1]);
        const kernel = values(reference.kernel, 1).transpose<Tensor4D>([2, 3, 1, 0]);
        const bias = values([reference.kernel[0]], 2);
        const dy = values(reference.outputShape, 3).transpose<Tensor4D>([0, 2, 3, 1]);
        const steps = { strides: reference.strides, padding: reference.padding };
        assertTensor(groupedConvolution(x, kernel, steps).add(bias).transpose([0, 3, 1, 2]), reference.output);
        const f = (x: Tensor, kernel: Tensor) => groupedConvolution(x as Tensor4D, kernel as Tensor4D, steps) as Tensor;
        const [dx, dkernel] = tf.grads(f)([x, kernel], dy);
        assertTensor(dx.transpose([0, 3, 1, 2]), reference.inputGradient);
        assertTensor(dkernel.transpose([3, 2, 0, 1]), reference.kernelGradient);
      });
    }),
  );
}

Deno.test("a grouped convolution is its groups' convolutions side by side, and an ordinary one with a block-diagonal kernel", () => {
  tf.tidy(() => {
    const x = randomTensor([2, 6, 5, 12], 1);
    const kernel = randomTensor([3, 3, 4, 18], 2);
    const grouped = groupedConvolution(x, kernel);
    const [parts, kernels] = [tf.split(x, 3, 3), tf.split(kernel, 3, 3)] as Tensor4D[][];
    const separate = tf.concat(parts.map((part, group) => tf.conv2d(part, kernels[group], 1, "same")), 3);
    assertLess(grouped.sub(separate).abs().max().dataSync()[0], 1e-5);
    const full = tf.conv2d(x, blockDiagonal(kernel, 3), 1, "same");
    assertLess(grouped.sub(full).abs().max().dataSync()[0], 1e-5);
    assertEquals(blockDiagonal(randomTensor([1, 1, 1, 2], 3), 2).dataSync().filter((weight) => weight === 0).length, 2);
  });
});

Deno.test("a grouped layer gives the shape that it announces", () => {
  const layer = new GroupedConv2D({ filters: 6, kernelSize: [3, 1], strides: [2, 1], groups: 3, padding: [1, 0] });
  assertEquals((layer.apply(tf.zeros([2, 8, 1, 6])) as Tensor).shape, [2, 4, 1, 6]);
  assertEquals(layer.computeOutputShape([null, 8, 1, 6]), [null, 4, 1, 6]);
});

Deno.test("groups divide the parameters and the operations of the kernel by their number", () => {
  const costs = [1, 4, 64].map((groups) => {
    const input = tf.input({ shape: [14, 14, 64] });
    const layer = new GroupedConv2D({ filters: 128, kernelSize: 3, groups, useBias: false });
    return cost(tf.model({ inputs: input, outputs: layer.apply(input) as typeof input }));
  });
  const full = 9 * 64 * 128;
  assertEquals(
    costs,
    [1, 4, 64].map((groups) => ({
      parameters: full / groups,
      flops: 196 * full / groups,
      multiplyAdds: 196 * full / groups,
    })),
  );
});

Deno.test("cost counts tfjs' own convolutions too", () => {
  const input = tf.input({ shape: [8, 8, 4] });
  const depthwise = tf.layers.depthwiseConv2d({ kernelSize: 3, padding: "same", useBias: false }).apply(input);
  const pointwise = tf.layers.conv2d({ filters: 10, kernelSize: 1 }).apply(depthwise) as typeof input;
  assertEquals(cost(tf.model({ inputs: input, outputs: pointwise })), {
    parameters: 9 * 4 + 4 * 10 + 10,
    flops: 64 * (9 * 4 + 4 * 10),
    multiplyAdds: 64 * (9 * 4 + 4 * 10),
  });
});

Deno.test("channels that cannot be divided are refused", () => {
  const input = tf.input({ shape: [4, 4, 6] });
  const layer = new GroupedConv2D({ filters: 8, kernelSize: 1, groups: 4 });
  assertThrows(() => layer.apply(input), Error, "6 input and 8 output channels cannot both be divided into 4 groups");
});

Deno.test("a saved grouped layer predicts the same when it is loaded", async () => {
  const input = tf.input({ shape: [8, 1, 4] });
  const layer = new GroupedConv2D({ filters: 4, kernelSize: [3, 1], groups: 2 });
  const model = tf.model({ inputs: input, outputs: layer.apply(input) as typeof input });
  const folder = await Deno.makeTempDir();
  await model.save(`file://${folder}`);
  const loaded = await tf.loadLayersModel(`file://${folder}/model.json`);
  const x = tf.randomNormal([1, 8, 1, 4], 0, 1, "float32", 1);
  assertEquals((loaded.predict(x) as Tensor).arraySync(), (model.predict(x) as Tensor).arraySync());
  await Deno.remove(folder, { recursive: true });
});
