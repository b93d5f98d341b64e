import type { Tensor } from "@tensorflow/tfjs-node-gpu";
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { randomSplit } from "../../../lib/data/windows/split_windows.ts";
import { syntheticWindows } from "../../../lib/data/windows/synthetic_windows.ts";
import { windowTensors } from "../../../lib/data/windows/window_tensors.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { train } from "../../../lib/network/training/train.ts";
import type { TrainOptions } from "../../../lib/network/training/train_options.ts";
import { checkpointPath } from "../../../lib/network/training/training_files.ts";
import { inFolder } from "../../support/in_folder.ts";

const tf = await backend();
const frame = syntheticWindows({ subjects: 3, seconds: 8 });
const split = randomSplit(frame, { test: 0.25, validation: 0.25 });
const everything: TrainOptions = {
  epochs: 4,
  batch: 16,
  learningRate: 0.005,
  schedule: "one-cycle",
  weightDecay: 0.05,
  rotation: 15,
  scaling: 0.1,
  noise: 0.05,
  mixup: 0.2,
  averaging: 0.9,
};

/**
 * Trains a small network in a model of its own and returns its history without times, its best epoch and all weights.
 */
async function trainSmall(options: TrainOptions, part = split) {
  const before = tf.memory().numTensors;
  const data = await windowTensors(frame, split.train);
  const model = articleNetwork({ channels: [4, 8], cardinality: 2, seed: options.seed });
  try {
    const { history, bestEpoch, stopped, warnings } = await train(model, data, part, options);
    const weights = model.getWeights().map((weight: Tensor) => [...weight.dataSync()]);
    return { epochs: history.map(({ seconds: _, ...epoch }) => epoch), bestEpoch, stopped, warnings, weights };
  } finally {
    model.dispose();
    tf.dispose([data.windows, data.labels]);
    assertEquals(tf.memory().numTensors, before);
  }
}

/** Trains and stops in the middle of an epoch. */
function trainAndStop(options: TrainOptions, epoch: number, part = split) {
  const abort = new AbortController();
  const onProgress: TrainOptions["onProgress"] = (at) => at.epoch === epoch && at.batch === 2 && abort.abort();
  return trainSmall({ ...options, signal: abort.signal, onProgress }, part);
}

for (const execution of ["graph", "op by op"] as const) {
  for (const keep of ["best", "last"] as const) {
    Deno.test(`a resumed training ends with the same bits as one that was not stopped: ${execution}, ${keep}`, async () => {
      await inFolder(async (runs) => {
        const options = { ...everything, execution, keep, runs };
        const whole = await trainSmall(options);
        const stopped = await trainAndStop({ ...options, checkpoint: "run" }, 3);
        assertEquals([stopped.stopped, stopped.epochs], [true, whole.epochs.slice(0, 2)]);
        assertEquals(await trainSmall({ ...options, resume: "run" }), whole);
      });
    });
  }
}

Deno.test("a training that nobody validates is resumed with the same bits too", async () => {
  await inFolder(async (runs) => {
    const part = { ...split, validation: new Int32Array(0) };
    const options: TrainOptions = { ...everything, keep: "last", runs };
    const whole = await trainSmall(options, part);
    await trainAndStop({ ...options, checkpoint: "run" }, 3, part);
    assertEquals(await trainSmall({ ...options, resume: "run" }, part), whole);
    assertEquals(whole.bestEpoch, 4);
  });
});

Deno.test("a training that was killed before its first whole epoch begins anew", async () => {
  await inFolder(async (runs) => {
    assertEquals(await trainSmall({ ...everything, resume: "run", runs }), await trainSmall(everything));
  });
});

Deno.test("a training does not continue other settings or windows; with a constant rate it may get more epochs", async () => {
  await inFolder(async (runs) => {
    const constant = { ...everything, epochs: 1, schedule: "constant", runs } as const;
    await trainSmall({ ...constant, checkpoint: "run" });
    await assertRejects(
      () => trainSmall({ ...constant, resume: "run", batch: 8 }),
      Error,
      "The training run cannot continue with other settings: it had batch 16, not 8.",
    );
    const data = await windowTensors(frame, split.train);
    const model = articleNetwork({ channels: [4, 8], cardinality: 2 });
    const other = { ...split, train: split.train.slice(1) };
    await assertRejects(() => train(model, data, other, { ...constant, resume: "run" }), Error, "other windows");
    model.dispose();
    tf.dispose([data.windows, data.labels]);
    const longer = await trainSmall({ ...constant, resume: "run", epochs: 2 });
    assertEquals(longer, await trainSmall({ ...constant, runs: undefined, epochs: 2 }));
  });
});

Deno.test("on a full disk training continues a warning, and the epoch before stays whole", async () => {
  await inFolder(async (runs) => {
    await trainSmall({ ...everything, schedule: "constant", epochs: 1, checkpoint: "run", runs });
    const path = checkpointPath("run", runs);
    const kept = await Deno.readFile(path);
    await Deno.symlink("/dev/full", `${path}.partial`);
    const options = { ...everything, schedule: "constant", epochs: 3, resume: "run", runs } as const;
    const { epochs, warnings } = await trainSmall(options);
    assertEquals([epochs.length, warnings.length], [3, 2]);
    assertMatch(warnings[0], /^Epoch 2 could not be kept for a resumption: .*No space left on device/);
    assertEquals(await Deno.readFile(path), kept);
  });
});

Deno.test("a checkpoint that is cut off is refused in one sentence", async () => {
  await inFolder(async (runs) => {
    await trainSmall({ ...everything, epochs: 1, checkpoint: "run", runs });
    const path = checkpointPath("run", runs);
    await Deno.truncate(path, (await Deno.stat(path)).size - 100);
    await assertRejects(() => trainSmall({ ...everything, epochs: 1, resume: "run", runs }), Error, "not a whole");
  });
});
