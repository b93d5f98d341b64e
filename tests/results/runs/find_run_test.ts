import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { DataSource } from "../../../lib/data/windows/data_source.ts";
import { syntheticWindows } from "../../../lib/data/windows/synthetic_windows.ts";
import { experimentKey, findRun, findUnfinished, foundLine } from "../../../lib/results/runs/find_run.ts";
import { runExperiment } from "../../../lib/results/runs/run_experiment.ts";
import { windowsOf } from "../../../lib/results/runs/windows_of.ts";
import { articleSettings, checkSettings, type ExperimentSettings } from "../../../lib/settings/experiment_settings.ts";
import { lockTraining } from "../../../lib/network/training/checkpoint.ts";
import { inFolder } from "../../support/in_folder.ts";

const settings = checkSettings({
  ...articleSettings,
  data: "synthetic",
  epochs: 1,
  trainingWindows: 32,
  batch: 16,
  cardinality: 1,
});
const synthetic: Pick<DataSource, "kind" | "sha256"> = { kind: "synthetic" };

Deno.test("a finished run is found by what decides its numbers, and by nothing else", () =>
  inFolder(async (folder) => {
    const run = await runExperiment(settings, { runs: folder });
    const find = (other: object, source: Parameters<typeof findRun>[1] = synthetic) =>
      findRun(checkSettings({ ...settings, ...other }), source, { folder });
    assertEquals((await find({}))?.id, run.id);
    // Said or left out, a default is the same; where the data came from is told by their hash.
    assertEquals((await find({ data: null, schedule: "constant", mixup: 0, tensorboard: true }))?.id, run.id);
    assertEquals((await find({ validationSubjects: 5 }))?.id, run.id);
    for (const other of [{ epochs: 2 }, { seed: 2 }, { split: "subject" }, { mixup: 0.1 }, { windowLength: 64 }]) {
      assertEquals(await find(other), undefined);
    }
    const [article, equal, output] = ["article", "equal-width", "output"].map((groupWidth) =>
      experimentKey(checkSettings({ cardinality: 4, groupWidth } as Partial<ExperimentSettings>), synthetic)
    );
    assertEquals([article === equal, article === output], [true, false]);
    assertEquals(await find({}, { kind: "hapt", sha256: "0" }), undefined);
    assertMatch(foundLine(run), new RegExp(`^Found the finished run ${run.id} .*: nothing was trained\\.$`));
    assertEquals(run.windows.train, 32);
  }));

Deno.test("a run that did not end is found, unless it is under way", () =>
  inFolder(async (folder) => {
    const stopped = await runExperiment(settings, { runs: folder, signal: AbortSignal.abort() });
    const { id } = stopped;
    assertEquals(await findUnfinished(settings, synthetic, { folder }), id);
    assertEquals(await findUnfinished(checkSettings({ ...settings, seed: 2 }), synthetic, { folder }), undefined);
    const lock = await lockTraining(id, folder);
    assertEquals(await findUnfinished(settings, synthetic, { folder }), undefined);
    await assertRejects(() => runExperiment(settings, { runs: folder, id }), Error, "is under way already");
    lock[Symbol.dispose]();
    const other = checkSettings({ ...settings, batch: 8 });
    await assertRejects(() => runExperiment(other, { runs: folder, id }), Error, "it began with batch 16, not 8.");
    const windows = { ...await windowsOf(settings), frame: syntheticWindows({ subjects: 3, seconds: 8 }) };
    await assertRejects(() => runExperiment(settings, { runs: folder, id, windows }), Error, "with other windows");
    assertEquals((await runExperiment(settings, { runs: folder, id })).id, id);
    assertEquals(await findUnfinished(settings, synthetic, { folder }), undefined);
    await assertRejects(() => runExperiment(settings, { runs: folder, id }), Error, "has ended: there is nothing");
    await assertRejects(() => runExperiment(settings, { runs: folder, id: "x" }), Error, "every run here has ended");
  }));
