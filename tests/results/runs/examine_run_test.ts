import { assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { examinations, examineRun } from "../../../lib/results/runs/examine_run.ts";
import { runExperiment } from "../../../lib/results/runs/run_experiment.ts";
import { inFolder } from "../../support/in_folder.ts";
import { checkSettings } from "../../../lib/settings/experiment_settings.ts";

const tf = await backend();

Deno.test("an examination looks at features, gradients, other windows and stored weights, and is kept", () =>
  inFolder(async (folder) => {
    const settings = checkSettings({
      data: "synthetic",
      split: "subject",
      validationSubjects: 0,
      testPerson: 9,
      keep: "last",
      trainingWindows: 256,
      epochs: 2,
      learningRate: 0.002,
      width: 0.25,
    });
    const run = await runExperiment(settings, { runs: folder });
    const before = tf.memory().numTensors;
    const found = await examineRun(run.id, { folder });
    assertEquals(tf.memory().numTensors, before);

    for (const features of [found.similarity.trained, found.similarity.untrained]) {
      assertEquals(features.length, 4);
      for (const { alignment, correlation } of features) {
        assertGreater(alignment, 0);
        assertLess(alignment, 1);
        assertLess(correlation, 1);
      }
    }
    assertEquals(found.gradientNorms.trained.length, 4);
    // What was learned leaves less to learn.
    const sum = (norms: number[]) => norms.reduce((a, b) => a + b);
    assertLess(sum(found.gradientNorms.trained), sum(found.gradientNorms.untrained));

    // At its own length, unshifted and in float32 the network is the one that was tested.
    const own = found.lengths!.find(({ windowLength }) => windowLength === 128)!;
    assertAlmostEquals(own.accuracy, run.test.accuracy, 1e-9);
    assertEquals(found.lengths!.map(({ windowLength }) => windowLength), [64, 96, 128, 192, 256]);
    assertGreater(found.lengths![0].windows, found.lengths![4].windows);
    const [unshifted, ...shifted] = found.shifts!;
    assertEquals([unshifted.windows, unshifted.accuracy], [run.windows.test, own.accuracy]);
    assertEquals(shifted.every(({ windows }) => windows <= run.windows.test), true);
    assertLess(shifted.at(-1)!.windows, run.windows.test);
    const [float32, float16, uint8] = found.stored;
    assertAlmostEquals(float32.accuracy, run.test.accuracy, 1e-9);
    assertLess(float16.bytes, 0.6 * float32.bytes);
    assertLess(uint8.bytes, 0.4 * float32.bytes);

    await examinations.write(found, { folder });
    const [{ run: kept, measured }] = await examinations.kept(({ settings }) => settings.width === 0.25, { folder });
    assertEquals([kept.id, measured.stored[1].bytes], [run.id, float16.bytes]);
    assertEquals(await examinations.kept(() => false, { folder }), []);
  }));
