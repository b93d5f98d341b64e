import type { MemoryInfo } from "@tensorflow/tfjs-node-gpu";
import { assertEquals, assertGreater, assertLess, assertNotEquals, assertStringIncludes } from "@std/assert";
import { backend } from "../../lib/tensorflow/backend/backend.ts";
import { windowTensors } from "../../lib/data/windows/window_tensors.ts";
import { articleNetwork } from "../../lib/network/model/article_network.ts";
import { ringPicture, showPicture } from "../../lib/show/plots/picture.ts";
import { finishRun } from "../../lib/results/runs/finish_run.ts";
import { checkSettings } from "../../lib/settings/experiment_settings.ts";
import { unfinishedFolder } from "../../lib/settings/runs_folder.ts";
import { train } from "../../lib/network/training/train.ts";
import { frame, type SmallOptions, split, trainSmall as trainAnywhere } from "../support/small_training.ts";

// Run by `deno task test` with HAR_DEVICE=webgpu.
const tf = await backend();
/** Bytes of all buffers that hold a tensor, and of those that tfjs keeps to use again. */
function buffers(): [used: number, allocated: number] {
  const memory = tf.memory() as MemoryInfo & { numBytesInGPU: number; numBytesAllocatedInGPU: number };
  return [memory.numBytesInGPU, memory.numBytesAllocatedInGPU];
}

/** Trains a small network and tells also the bytes on the device after each epoch. */
async function trainSmall(options: SmallOptions) {
  const bytes: [number, number][] = [];
  const onProgress: SmallOptions["onProgress"] = ({ history }) => void (bytes[history.length] = buffers());
  return { ...await trainAnywhere({ keep: "last", onProgress, ...options }), bytes };
}

const everything: SmallOptions = {
  ...{ averaging: 0.9, mixup: 0.2, weightDecay: 0.01, labelSmoothing: 0.1, classWeights: "balanced" },
  ...{ rotation: 10, scaling: 0.1, noise: 0.02 },
};

Deno.test("a network learns on WebGPU, operation by operation, and the buffers do not grow", async () => {
  const { history: epochs, execution, bytes } = await trainSmall({ epochs: 6 });
  assertLess(epochs[5].loss, 0.6 * epochs[0].loss);
  assertGreater(epochs[5].accuracy, epochs[0].accuracy);
  assertEquals(execution.kind, "op by op");
  assertEquals(execution.reason, `the step cannot be a graph: tfjs' backend "webgpu" has no graphs`);
  assertGreater(bytes[5][0], 0);
  assertEquals(bytes[5][0], bytes[2][0], "bytes of tensors after the fifth and after the second epoch");
  // How many buffers wait to be used again depends a little on how fast steps follow each other.
  assertLess(bytes[5][1], 1.001 * bytes[2][1]);
});

Deno.test("the same seed gives the same numbers to the last digit, also with all options", async () => {
  for (const options of [{}, everything]) {
    const [first, second, other] = [
      await trainSmall({ ...options, epochs: 2, seed: 1 }),
      await trainSmall({ ...options, epochs: 2, seed: 1 }),
      await trainSmall({ ...options, epochs: 2, seed: 2 }),
    ];
    assertEquals([first.history, first.weights], [second.history, second.weights]);
    assertNotEquals(first.weights, other.weights);
  }
});

Deno.test("a training that was stopped goes on as if it had not been", async () => {
  const runs = await Deno.makeTempDir();
  const whole = await trainSmall({ ...everything, epochs: 3 });
  await trainSmall({ ...everything, epochs: 1, id: "one", runs });
  const resumed = await trainSmall({ ...everything, epochs: 3, id: "one", runs });
  assertEquals([resumed.history, resumed.weights], [whole.history, whole.weights]);
  await Deno.remove(runs, { recursive: true });
});

Deno.test("epochs are written for TensorBoard, which TensorFlow itself does, and pictures shown", async () => {
  const folder = await Deno.makeTempDir();
  await trainSmall({ epochs: 1, id: "one", runs: `${folder}/runs`, tensorboard: true });
  const [file] = [...Deno.readDirSync(`${folder}/tensorboard/one/train`)].map(({ name }) => name);
  assertGreater((await Deno.stat(`${folder}/tensorboard/one/train/${file}`)).size, 100);
  const before = tf.memory().numTensors;
  const picture = ringPicture(40);
  assertStringIncludes((await showPicture(picture)).outerHTML, 'src="data:image/png;base64,iVBORw0KGgo');
  picture.dispose();
  assertEquals(tf.memory().numTensors, before);
  assertEquals(tf.getBackend(), "webgpu");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a run's record says WebGPU, its adapter, and why", async () => {
  const runs = await Deno.makeTempDir();
  const model = articleNetwork({ channels: [4, 8], cardinality: 2, seed: 3 });
  const settings = checkSettings({ epochs: 1, batch: 16 });
  const data = await windowTensors(frame, split.train);
  const trained = await train(model, data, split, { settings });
  const windows = { frame, source: { kind: "synthetic" as const, title: "made up", notes: [] } };
  await Deno.mkdir(unfinishedFolder("one", runs), { recursive: true });
  const began = { id: "one", startedAt: new Date().toISOString() };
  const record = await finishRun({ ...began, settings, windows, split, data, model, trained, runs });
  assertEquals(record.device.kind, "webgpu");
  assertGreater(record.device.name.length, 0);
  assertGreater(record.inferenceMilliseconds, 0);
  const loaded = await tf.loadLayersModel(`file://${runs}/${record.id}/model/model.json`);
  assertEquals(loaded.countParams(), model.countParams());
  loaded.dispose();
  model.dispose();
  tf.dispose([data.windows, data.labels]);
  await Deno.remove(runs, { recursive: true });
});
