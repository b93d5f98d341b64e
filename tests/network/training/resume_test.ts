import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { BestWeights, checkpointPath } from "../../../lib/network/training/checkpoint.ts";
import { inFolder } from "../../support/in_folder.ts";
import { type SmallOptions, split, trainSmall } from "../../support/small_training.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { leavingNoTensor } from "../../support/leaving_no_tensor.ts";

const everything: SmallOptions = {
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

/** Trains and stops in the middle of an epoch. */
function trainAndStop(options: SmallOptions, epoch: number, part = split) {
  const abort = new AbortController();
  const onProgress: SmallOptions["onProgress"] = (at) => at.epoch === epoch && at.batch === 2 && abort.abort();
  return trainSmall({ ...options, signal: abort.signal, onProgress }, part);
}

for (const execution of ["graph", "op by op"] as const) {
  for (const keep of ["best", "last"] as const) {
    Deno.test(`a resumed training ends with the same bits as one that was not stopped: ${execution}, ${keep}`, async () => {
      await inFolder(async (runs) => {
        const options = { ...everything, execution, keep, runs };
        const whole = await trainSmall(options);
        const stopped = await trainAndStop({ ...options, id: "run" }, 3);
        assertEquals([stopped.stopped, stopped.history], [true, whole.history.slice(0, 2)]);
        assertEquals(await trainSmall({ ...options, id: "run" }), whole);
      });
    });
  }
}

Deno.test("a training that nobody validates is resumed with the same bits too", async () => {
  await inFolder(async (runs) => {
    const part = { ...split, validation: new Int32Array(0) };
    const options: SmallOptions = { ...everything, keep: "last", runs };
    const whole = await trainSmall(options, part);
    await trainAndStop({ ...options, id: "run" }, 3, part);
    assertEquals(await trainSmall({ ...options, id: "run" }, part), whole);
    assertEquals(whole.bestEpoch, 4);
  });
});

Deno.test("a training that was killed before its first whole epoch begins anew", async () => {
  await inFolder(async (runs) => {
    assertEquals(await trainSmall({ ...everything, id: "run", runs }), await trainSmall(everything));
  });
});

Deno.test("with a constant rate a training may get more epochs", async () => {
  await inFolder(async (runs) => {
    const constant = { ...everything, schedule: "constant", runs } as const;
    await trainSmall({ ...constant, epochs: 1, id: "run" });
    const longer = await trainSmall({ ...constant, epochs: 2, id: "run" });
    assertEquals(longer, await trainSmall({ ...constant, epochs: 2 }));
  });
});

Deno.test("on a full disk training continues a warning, and the epoch before stays whole", async () => {
  await inFolder(async (runs) => {
    await trainSmall({ ...everything, schedule: "constant", epochs: 1, id: "run", runs });
    const path = checkpointPath("run", runs);
    const kept = await Deno.readFile(path);
    await Deno.symlink("/dev/full", `${path}.partial`);
    const options = { ...everything, schedule: "constant", epochs: 3, id: "run", runs } as const;
    const { history, warnings } = await trainSmall(options);
    assertEquals([history.length, warnings.length], [3, 2]);
    assertMatch(warnings[0], /^Epoch 2 could not be kept for a resumption: .*No space left on device/);
    assertEquals(await Deno.readFile(path), kept);
  });
});

Deno.test("a checkpoint that is cut off is refused in one sentence", async () => {
  await inFolder(async (runs) => {
    await trainSmall({ ...everything, epochs: 1, id: "run", runs });
    const path = checkpointPath("run", runs);
    await Deno.truncate(path, (await Deno.stat(path)).size - 100);
    await assertRejects(() => trainSmall({ ...everything, epochs: 1, id: "run", runs }), Error, "not a whole");
  });
});

const tf = await backend();

/** Validation accuracy and loss of epochs, and which of them is the best. */
const cases: [what: string, epochs: [accuracy: number, loss: number][], best: number, since: number][] = [
  ["the most accurate", [[0.8, 1], [0.9, 2], [0.85, 0.5]], 2, 1],
  ["of equals the one of the smallest loss", [[0.9, 1], [0.9, 0.7], [0.9, 0.8]], 2, 1],
  ["of equals in both the first", [[0.9, 1], [0.9, 1]], 1, 1],
  ["an equally accurate one of a larger loss is no better", [[0.9, 1], [0.9, 2]], 1, 1],
];

for (const [what, epochs, best, since] of cases) {
  Deno.test(
    `the best epoch is ${what}, and its weights are kept`,
    leavingNoTensor(() => {
      const model = articleNetwork({ channels: [2], cardinality: 1, windowLength: 8 });
      const initial = model.getWeights().map((weight) => tf.zerosLike(weight));
      const kept = new BestWeights(model);
      for (const [index, [validationAccuracy, validationLoss]] of epochs.entries()) {
        const weights = initial.map((weight) => tf.add(weight, index + 1));
        model.setWeights(weights);
        tf.dispose(weights);
        kept.consider({ epoch: index + 1, loss: 1, accuracy: 0.5, validationAccuracy, validationLoss, seconds: 1 });
      }
      assertEquals([kept.since, kept.give()], [since, best]);
      assertEquals(model.getWeights()[0].dataSync()[0], best);
      model.dispose();
      tf.dispose(initial);
    }),
  );
}
