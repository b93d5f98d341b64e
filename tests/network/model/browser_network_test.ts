import type { Rank, Tensor, Tensor2D } from "@tensorflow/tfjs-node-gpu";
import { assertEquals, assertLess, assertThrows } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { standardize } from "../../../lib/data/windows/window_tensors.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { browserNetwork } from "../../../lib/network/model/browser_network.ts";
import { resnext } from "../../../lib/network/model/resnext.ts";
import { inFolder } from "../../support/in_folder.ts";
import { unsettle } from "../../support/unsettle.ts";

const tf = await backend();
const standardization = { mean: [0.1, -0.2, 0.3], deviation: [0.5, 1.5, 2] };

/** Layers that TensorFlow.js has without this project. */
const standard = [
  "Activation",
  "Add",
  "AveragePooling2D",
  "BatchNormalization",
  "Conv2D",
  "Dense",
  "Flatten",
  "InputLayer",
  "Reshape",
  "ZeroPadding2D",
];

for (const windowLength of [16, 15]) {
  Deno.test(`windows of ${windowLength}: a browser's network is of standard layers and predicts the same`, () =>
    inFolder(async (folder) => {
      const before = tf.memory().numTensors;
      const model = articleNetwork({ channels: [4, 8], windowLength, sensors: 3, cardinality: 2 });
      unsettle(model);
      const network = browserNetwork(model, standardization);
      await network.save(`file://${folder}`);
      network.dispose();

      const { modelTopology } = JSON.parse(await Deno.readTextFile(`${folder}/model.json`));
      const classes = new Set(
        modelTopology.config.layers.map(({ class_name }: { class_name: string }) => class_name),
      );
      assertEquals([...classes].sort(), standard);

      const loaded = await tf.loadLayersModel(`file://${folder}/model.json`);
      tf.tidy(() => {
        const windows = tf.randomNormal<Rank.R3>([5, windowLength, 3], 0, 1, "float32", 7);
        const ours = (model.predict(standardize(windows, standardization)) as Tensor2D).softmax();
        const difference = ours.sub(loaded.predict(windows) as Tensor).abs().max().dataSync()[0];
        assertLess(difference, 1e-5);
      });
      model.dispose();
      loaded.dispose();
      assertEquals(tf.memory().numTensors, before);
    }));
}

Deno.test("another network of tfjs' own layers is exported as it is, and one of other layers is refused", () => {
  const { layers } = tf;
  const model = tf.sequential({
    layers: [
      layers.conv2d({ inputShape: [8, 3, 1], filters: 2, kernelSize: 3 }),
      layers.batchNormalization(),
      layers.flatten(),
      layers.dense({ units: 4 }),
    ],
  });
  const network = browserNetwork(model, standardization);
  tf.tidy(() => {
    const windows = tf.randomNormal<Rank.R3>([5, 8, 3], 0, 1, "float32", 7);
    const ours = (model.predict(standardize(windows, standardization)) as Tensor2D).softmax();
    assertLess(ours.sub(network.predict(windows) as Tensor).abs().max().dataSync()[0], 1e-5);
  });
  network.dispose();
  model.dispose();
  const grouped = resnext({ depth: 29, classes: 2 });
  assertThrows(() => browserNetwork(grouped, standardization), Error, "TensorFlow.js has no layer such as stem");
  grouped.dispose();
});
