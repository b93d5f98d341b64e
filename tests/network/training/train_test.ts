import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertMatch,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { windowTensors } from "../../../lib/data/windows/window_tensors.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { progressLine, trainedLine, type TrainingProgress } from "../../../lib/network/training/training_progress.ts";
import { hasBfloat16 } from "../../../lib/system/machine.ts";
import { train } from "../../../lib/network/training/train.ts";
import { checkpointPath, readCheckpoint } from "../../../lib/network/training/checkpoint.ts";
import { inFolder } from "../../support/in_folder.ts";
import { frame, smallOptions, split, trainSmall as trainNarrow } from "../../support/small_training.ts";

const tf = await backend();
const trainSmall: typeof trainNarrow = (options, part) => trainNarrow(options, part, [8, 16]);

/** Returns what the error says of a training that fails. */
function message(training: Promise<unknown>): Promise<string> {
  return training.then(() => "it did not fail", (error: Error) => error.message);
}

Deno.test("training learns, records every epoch and keeps the best weights", async () => {
  const { history, bestEpoch, stopped, accuracy, loss } = await trainSmall({ epochs: 8 });
  assertEquals(history.map(({ epoch }) => epoch), [1, 2, 3, 4, 5, 6, 7, 8]);
  assertLess(history[7].loss, 0.5 * history[0].loss);
  assertGreater(history[7].accuracy, 0.8);
  const best = history[bestEpoch - 1];
  assertEquals(best.validationAccuracy, Math.max(...history.map((epoch) => epoch.validationAccuracy!)));
  assertAlmostEquals(accuracy, best.validationAccuracy!, 1e-9);
  assertAlmostEquals(loss, best.validationLoss!, 1e-4);
  assertEquals(stopped, false);
});

Deno.test("the test windows are tested after each of the last epochs that are asked for", async () => {
  // Once with the windows as the test and once as the validation, which is told after every epoch.
  const [other, same] = [split.test, split.validation];
  const asked = { epochs: 4, testedEpochs: 2, keep: "last" } as const;
  const tested = (await trainSmall(asked, { ...split, test: same, validation: other })).history;
  const validated = (await trainSmall(asked, split)).history;
  const told = validated.map(({ validationAccuracy }) => validationAccuracy);
  assertNotEquals(told, tested.map(({ validationAccuracy }) => validationAccuracy));
  assertEquals(tested.map(({ testAccuracy }) => testAccuracy), [undefined, undefined, ...told.slice(2)]);
});

Deno.test("nobody to validate on leaves the last weights and no validation, and no epoch can be the best", async () => {
  const part = { ...split, validation: new Int32Array(0) };
  const lines: string[] = [];
  const onProgress = (progress: TrainingProgress) => lines.push(progressLine(progress));
  const { history, bestEpoch } = await trainSmall({ epochs: 2, keep: "last", onProgress }, part);
  assertEquals(bestEpoch, 2);
  assertEquals(history.map(({ validationLoss, validationAccuracy }) => validationLoss ?? validationAccuracy), [
    undefined,
    undefined,
  ]);
  assertMatch(lines.at(-1)!, /training accuracy 0\.\d{4} \(nobody validates\) after epoch 2$/);
  await assertRejects(() => trainSmall({ epochs: 1 }, part), Error, 'set keep to "last"');
  await assertRejects(() => trainSmall({ epochs: 1, keep: "last", patience: 2 }, part), Error, "leave out patience");
});

Deno.test("the same seed gives the same numbers, another seed others", async () => {
  const [first, second, other] = [
    await trainSmall({ epochs: 2, seed: 1 }),
    await trainSmall({ epochs: 2, seed: 1 }),
    await trainSmall({ epochs: 2, seed: 2 }),
  ];
  assertEquals(first, second);
  assertNotEquals(first.logits, other.logits);
});

Deno.test("a loss that is no number ends training at that step, with what was seen", async () => {
  const data = await windowTensors(frame, split.train);
  const broken = await data.windows.array() as number[][][][];
  broken[split.train[0]][5][2][0] = NaN;
  const windows = tf.tensor4d(broken);
  for (const execution of ["graph", "op by op"] as const) {
    const model = articleNetwork({ channels: [8, 16], cardinality: 2 });
    const before = tf.memory().numTensors;
    const options = await smallOptions({ epochs: 2, execution });
    assertMatch(
      await message(train(model, { ...data, windows }, split, options)),
      /^The loss is NaN in epoch 1, step \d+ of \d+, at a learning rate of 0.005: training stopped\. No epoch was whole\.$/,
    );
    assertEquals(tf.memory().numTensors, before);
    model.dispose();
  }
  tf.dispose([data.windows, data.labels, windows]);
});

Deno.test("weights that grow beyond all numbers end training, and the last good epoch is kept", () =>
  inFolder(async (runs) => {
    const options = { id: "grown", runs, epochs: 9, learningRate: 0.5, weightDecay: 1e12, batch: 512 };
    assertMatch(
      await message(trainSmall(options)),
      /training stopped\. Epoch \d was the last good one, with a loss of .*, and is kept: `deno task train --resume grown` continues there\.$/,
    );
    const { about, arrays } = (await readCheckpoint(checkpointPath("grown", runs)))!;
    assertGreater(about.history.length, 0);
    for (const { values } of arrays.values()) assert(values.every(Number.isFinite));
  }));

Deno.test("a signal ends training after the batch under way, and whole epochs stay", async () => {
  const abort = new AbortController();
  const seen: TrainingProgress[] = [];
  const trained = await trainSmall({
    epochs: 5,
    signal: abort.signal,
    onProgress(progress) {
      seen.push({ ...progress });
      if (progress.epoch === 2 && progress.batch === 2) abort.abort();
    },
  });
  assertEquals([trained.history.length, trained.bestEpoch, trained.stopped], [1, 1, true]);
  assertEquals([seen.at(-1)!.epoch, seen.at(-1)!.batch], [2, 2]);
});

Deno.test("stopped in its first epoch, training has no best epoch and says so", async () => {
  const abort = new AbortController();
  const trained = await trainSmall({ epochs: 2, signal: abort.signal, onProgress: () => abort.abort() });
  assertEquals([trained.history, trained.bestEpoch, trained.stopped], [[], 0, true]);
  assert(trainedLine(trained).startsWith("Training was stopped before the end of its first epoch"));
});

Deno.test("progressLine tells epoch, batch, time left and the last result", () => {
  const history = [{ epoch: 1, loss: 1, accuracy: 0.5, validationLoss: 1, validationAccuracy: 0.61234, seconds: 3 }];
  const at = { epoch: 2, epochs: 8, batch: 5, batches: 59, secondsLeft: 200.4, history, warnings: [] };
  const line = progressLine(at);
  assert(
    progressLine({ ...at, windowsPerSecond: 215.3 }).startsWith("epoch 2 of 8, batch 5 of 59, 215 windows/s, 3 min"),
  );
  const preparing = { epoch: 1, epochs: 8, batch: 0, batches: 59, secondsLeft: undefined, history: [], warnings: [] };
  assertEquals(progressLine(preparing), "preparing the training step");
  assertEquals(line, "epoch 2 of 8, batch 5 of 59, 3 min 20 s left, validation accuracy 0.6123 after epoch 1");
});

Deno.test("a network that cannot be a graph is trained op by op, and the last line says why", async () => {
  const data = await windowTensors(frame, split.train);
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [128, 9, 1] }),
      tf.layers.alphaDropout({ rate: 0.2 }),
      tf.layers.dense({ units: 6 }),
    ],
  });
  const trained = await train(model, data, split, await smallOptions({ epochs: 1 }));
  assertEquals(trained.execution.kind, "op by op");
  assertMatch(
    trainedLine(trained),
    /The steps ran op by op, since the step cannot be a graph: it draws random numbers/,
  );
  await assertRejects(
    async () => train(model, data, split, await smallOptions({ epochs: 1, execution: "graph" })),
    Error,
    "The training step cannot be a graph: it draws random numbers",
  );
  model.dispose();
  tf.dispose([data.windows, data.labels]);
});

Deno.test("training ends early where the validation does not get better, and says so", async () => {
  const trained = await trainSmall({ epochs: 30, learningRate: 1e-9, patience: 2 });
  assertEquals([trained.stopped, trained.earlyStopped], [false, true]);
  assert(trained.history.length < 10);
  assertEquals(trained.bestEpoch, trained.history.length - 2);
  assert(trainedLine(trained).startsWith("Training ended early: "));
});

Deno.test("schedule, weight decay, label smoothing and class weights change what is learnt, the same way every time", async () => {
  const options = {
    schedule: "one-cycle",
    weightDecay: 0.1,
    labelSmoothing: 0.1,
    classWeights: "balanced",
  } as const;
  const activities = frame.getColumn("activity").toArray();
  const uneven = { ...split, train: split.train.filter((row, i) => activities[row] !== 1 || i % 3 === 0) };
  const [plain, first, second] = [
    await trainSmall({ epochs: 2 }, uneven),
    await trainSmall({ epochs: 2, ...options }, uneven),
    await trainSmall({ epochs: 2, ...options }, uneven),
  ];
  assertEquals(first.logits, second.logits);
  assertNotEquals(first.logits, plain.logits);
  for (const name of Object.keys(options)) {
    const without = await trainSmall({ epochs: 2, ...options, [name]: undefined }, uneven);
    assertNotEquals(without.logits, first.logits, name);
  }
});

Deno.test("bfloat16 trains much like float32, the same way every time, and is refused where it is not available", {
  ignore: !hasBfloat16() || tf.getBackend() !== "tensorflow",
}, async () => {
  const [float32, bfloat16, again] = [
    await trainSmall({ epochs: 6 }),
    await trainSmall({ epochs: 6, precision: "bfloat16" }),
    await trainSmall({ epochs: 6, precision: "bfloat16" }),
  ];
  assertNotEquals(bfloat16.history[0].loss, float32.history[0].loss);
  assertAlmostEquals(bfloat16.history[0].loss, float32.history[0].loss, 0.05);
  assertLess(bfloat16.history[5].loss, 0.6 * bfloat16.history[0].loss);
  assertEquals(again.history.map(({ loss }) => loss), bfloat16.history.map(({ loss }) => loss));
  await assertRejects(
    () => trainSmall({ epochs: 1, precision: "bfloat16", execution: "op by op" }),
    Error,
    'precision "bfloat16" needs a graph',
  );
});

Deno.test("a processor without bfloat16 is told so in one sentence", { ignore: hasBfloat16() }, async () => {
  await assertRejects(
    () => trainSmall({ epochs: 1, precision: "bfloat16" }),
    Error,
    'precision "bfloat16" is not available',
  );
});
