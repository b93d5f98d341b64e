import type { Tensor } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { browserNetwork } from "../../../lib/network/model/browser_network.ts";
import { quantizeWeights, type WeightStorage, weightStorages } from "../../../lib/network/model/quantize_weights.ts";
import { saveNetwork } from "../../../lib/network/model/save_network.ts";
import { inFolder } from "../../support/in_folder.ts";
import { unsettle } from "../../support/unsettle.ts";

const tf = await backend();

Deno.test("a kernel becomes whole steps from its least to its largest value, or halves; a bias stays", () => {
  const weightSpecs = [
    { name: "kernel", shape: [2, 2], dtype: "float32" },
    { name: "bias", shape: [2], dtype: "float32" },
    { name: "flat", shape: [1, 2], dtype: "float32" },
  ];
  const weightData = new Float32Array([-1, 0, 0.5, 1.55, 7, 8, 3, 3]).buffer;
  const { weightSpecs: [kernel, bias, flat], weightData: bytes } = quantizeWeights(
    { weightSpecs, weightData },
    "uint8",
  );
  assertAlmostEquals(kernel.quantization!.scale!, 0.01, 1e-9);
  assertEquals([kernel.quantization!.min, bias.quantization, flat.quantization!.min], [-1, undefined, 3]);
  assertEquals([...new Uint8Array(bytes.slice(0, 4))], [0, 100, 150, 255]);
  assertEquals([...new Float32Array(bytes.slice(4, 12))], [7, 8]);
  assertEquals([...new Uint8Array(bytes.slice(12))], [0, 0]);
  const halves = quantizeWeights({ weightSpecs, weightData }, "float16").weightData;
  assertEquals([...new Float16Array(halves.slice(0, 8))], [-1, 0, 0.5, 1.5498046875]);
});

Deno.test("TensorFlow.js reads a stored network back: float32 the same, float16 and uint8 nearly, in fewer bytes", () =>
  inFolder(async (folder) => {
    const model = articleNetwork({ channels: [16, 32], windowLength: 32, sensors: 3 });
    unsettle(model);
    const network = browserNetwork(model, { mean: [0.1, -0.2, 0.3], deviation: [0.5, 1.5, 2] });
    const windows = tf.randomNormal([6, 32, 3], 0, 1, "float32", 7);
    const expected = tf.tidy(() => (network.predict(windows) as Tensor).dataSync());
    const bytes: Partial<Record<WeightStorage, number>> = {};
    for (const weights of weightStorages) {
      await saveNetwork(network, `${folder}/${weights}`, { weights });
      bytes[weights] = (await Deno.stat(`${folder}/${weights}/weights.bin`)).size;
      const loaded = await tf.loadLayersModel(`file://${folder}/${weights}/model.json`);
      const told = tf.tidy(() => (loaded.predict(windows) as Tensor).dataSync());
      const difference = Math.max(...told.map((value, i) => Math.abs(value - expected[i])));
      assertLess(difference, { float32: 1e-7, float16: 1e-2, uint8: 0.2 }[weights], weights);
      loaded.dispose();
    }
    const { float32, float16, uint8 } = bytes as Record<WeightStorage, number>;
    assertLess(float16, 0.55 * float32);
    assertLess(uint8, 0.3 * float32);
    model.dispose();
    network.dispose();
    windows.dispose();
  }));
