import pl from "nodejs-polars";
import { assertEquals, assertGreater, assertLess, assertRejects, assertStringIncludes } from "@std/assert";
import { signals } from "../../../lib/data/signals/signals.ts";
import { peopleErrors, testReliability, wrongWindows } from "../../../lib/show/notebook/wrong_windows.ts";
import { earlierRuns } from "../../../lib/show/notebook/compare.ts";
import { runExperiment } from "../../../lib/results/runs/run_experiment.ts";
import type { RunRecord } from "../../../lib/results/runs/run_record.ts";
import { loadNetwork, testPredictions } from "../../../lib/results/runs/run_folder.ts";
import { shiftedAccuracy } from "../../../lib/results/runs/shifted_accuracy.ts";
import { inFolder } from "../../support/in_folder.ts";
import { smallRecord, writeRecord } from "../../support/small_record.ts";
import { checkSettings, type ExperimentSettings } from "../../../lib/settings/experiment_settings.ts";

/** A frame of windows of two samples, all signals of a window the same; and a run that was tested on it. */
const values = [0, 0.1, 1, 1.3, 5];
const frame = pl.DataFrame({
  subject: [1, 1, 2, 2, 2],
  activity: [1, 1, 2, 2, 2],
  ...Object.fromEntries(signals.map((signal) => [signal, values.map((value) => [value, value])])),
});
const record = {
  id: "tested",
  settings: { split: "subject" },
  standardization: { mean: Array(9).fill(0), deviation: Array(9).fill(1) },
} as unknown as RunRecord;

/** Rows 1 and 4 are wrong, 4 with more certainty. */
function writePredictions(folder: string): void {
  Deno.mkdirSync(`${folder}/tested`);
  const told = [0.9, 0.4, 0.2, 0.3, 0.95];
  pl.DataFrame({
    row: [0, 1, 2, 3, 4],
    activity: [1, 1, 2, 2, 2],
    predicted: [1, 2, 2, 2, 1],
    probability_1: told,
    probability_2: told.map((p) => 1 - p),
    ...Object.fromEntries([3, 4, 5, 6].map((c) => [`probability_${c}`, told.map(() => 0)])),
  }).writeParquet(`${folder}/tested/predictions.parquet`);
}

Deno.test("the most certain error comes first, beside the nearest right windows of what it is and what was told", () =>
  inFolder(async (folder) => {
    writePredictions(folder);
    const predictions = await testPredictions("tested", { folder });
    assertEquals(predictions![4], { row: 4, activity: 1, predicted: 0, probabilities: [0.95, 1 - 0.95, 0, 0, 0, 0] });
    assertEquals(await testPredictions("another", { folder }), undefined);

    const shown = await wrongWindows(frame, record, { folder, count: 2 });
    assertEquals([...shown.querySelectorAll("p")].map(({ textContent }) => textContent), [
      "walking upstairs, predicted as walking (probability 0.950)",
      "walking, predicted as walking upstairs (probability 0.600)",
    ]);
    const facets = [...shown.querySelectorAll("text")].map(({ textContent }) => textContent);
    for (const name of ["wrong, person 2", "nearest walking upstairs", "nearest walking"]) {
      assertEquals(facets.includes(name), true, name);
    }
    const people = await peopleErrors(frame, [record], { folder });
    // Person 1 has one error in two windows, person 2 one in three.
    assertEquals(people.querySelectorAll("circle").length, 2);
    assertStringIncludes(
      (await testReliability([record], { folder })).textContent!,
      "calibration error split by person",
    );
    await assertRejects(() => wrongWindows(frame, { ...record, id: "none" }, { folder }), Error, "predictions of none");
  }));

Deno.test("earlier runs are divided the same way and have other settings, each once", () =>
  inFolder(async (folder) => {
    const settings: Partial<ExperimentSettings>[] = [{}, {}, { seed: 2 }, { split: "random" }, { learningRate: 0.002 }];
    // The number at the end is that of the second in which a run began.
    const records = settings.map((some, number) =>
      smallRecord(`run-${number}`, { settings: { split: "subject", ...some } })
    );
    for (const record of records) await writeRecord(folder, record);
    const [first, , , , last] = records;
    const found = await earlierRuns(last, { folder });
    assertEquals(found.map(({ settings: { seed, split } }) => [seed, split]), [[2, "subject"], [1, "subject"]]);
    assertEquals((await earlierRuns(first, { folder })).length, 0);
  }));

Deno.test("a network is tested on windows that begin elsewhere", () =>
  inFolder(async (folder) => {
    const settings = checkSettings({
      data: "synthetic",
      split: "subject",
      testPerson: 9,
      validationSubjects: 0,
      keep: "last",
      epochs: 1,
      trainingWindows: 128,
      batch: 32,
      width: 0.25,
    });
    const { id, test, windows } = await runExperiment(settings, { runs: folder });
    const { run, model } = await loadNetwork(id, { folder });
    const [unshifted, shifted] = await shiftedAccuracy(model, run, [0, 64]);
    model.dispose();
    assertEquals([unshifted.accuracy, unshifted.windows], [test.accuracy, windows.test]);
    assertLess(shifted.windows, unshifted.windows);
    assertGreater(shifted.windows, 0.5 * unshifted.windows);
  }));
