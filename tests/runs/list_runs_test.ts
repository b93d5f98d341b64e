import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { backend } from "../../lib/backend/backend.ts";
import { confusionMatrix } from "../../lib/metrics/confusion_matrix.ts";
import { scores } from "../../lib/metrics/scores.ts";
import { articleNetwork } from "../../lib/model/article_network.ts";
import { compare } from "../../lib/notebook/compare.ts";
import { readRun, runs } from "../../lib/runs/list_runs.ts";
import { type RunRecord, writeRun } from "../../lib/runs/run_record.ts";
import { articleSettings, type ExperimentSettings } from "../../lib/runs/settings.ts";
import { inFolder } from "../support/in_folder.ts";

await backend();
const truth = Int32Array.from({ length: 60 }, (_, i) => i % 6);

/** Writes a run that got some of sixty windows wrong, as if the first ones were. */
async function writeSmallRun(
  folder: string,
  id: string,
  wrong: number,
  settings: Partial<ExperimentSettings>,
  first = 0,
): Promise<void> {
  const predicted = truth.map((label, i) => i < wrong ? (label + 1) % 6 : label);
  const confusion = confusionMatrix(truth, predicted, 6);
  const history = [1, 2].map((epoch) => ({
    epoch,
    loss: 1 / epoch,
    accuracy: 0.5,
    validationLoss: 1 / epoch,
    validationAccuracy: 0.4 + epoch / 10,
    seconds: 3,
  }));
  const record: RunRecord = {
    id,
    settings: { ...articleSettings, ...settings },
    data: { kind: "hapt", title: "HAPT", notes: [], sha256: "0".repeat(64) },
    windows: { train: 1, validation: 1, test: 60 },
    standardization: { mean: [0], deviation: [1] },
    device: { kind: "cpu", name: "CPU" },
    versions: {},
    gitCommit: null,
    startedAt: `2026-11-25T00:00:0${id.at(-1)}.000Z`,
    trainingSeconds: 6,
    stopped: false,
    earlyStopped: false,
    bestEpoch: 2,
    execution: { kind: "graph" },
    parameters: 100,
    flops: 100,
    multiplyAdds: 50,
    inferenceMilliseconds: 1,
    validationAccuracy: 0.6,
    test: { ...scores(confusion), loss: wrong / 60, confusion },
    history,
  };
  const probabilities = Array.from(truth, () => [1, 0, 0, 0, 0, 0]);
  const model = articleNetwork({ channels: [2], cardinality: 1, windowLength: 8 });
  const rows = truth.map((_, i) => first + i);
  const predictions = { predicted, probabilities, loss: 0, accuracy: 0 };
  await writeRun(record, { model, rows, truth, predictions, runs: folder });
  model.dispose();
}

Deno.test("runs are listed as a frame, the oldest first, with every setting that any of them has", () =>
  inFolder(async (folder) => {
    assertEquals((await runs({ folder: `${folder}/none` })).height, 0);
    await writeSmallRun(folder, "run-2", 6, { weightDecay: 0.1 });
    await writeSmallRun(folder, "run-1", 3, {});
    await Deno.mkdir(`${folder}/something-else`);
    const frame = await runs({ folder });
    assertEquals(frame.getColumn("id").toArray(), ["run-1", "run-2"]);
    assertEquals(frame.getColumn("weightDecay").toArray() as unknown[], [null, 0.1]);
    assertEquals(frame.getColumn("test accuracy").toArray(), [0.95, 0.9]);
    assertEquals(frame.getColumn("split").toArray(), ["random", "random"]);
    await assertRejects(
      () => readRun("run-7", { folder }),
      Error,
      "There is no run run-7: the latest are run-1, run-2.",
    );
  }));

Deno.test("compare shows curves, the settings that differ, the best results, and whether runs differ at all", () =>
  inFolder(async (folder) => {
    await writeSmallRun(folder, "run-1", 3, { cardinality: 4 });
    await writeSmallRun(folder, "run-2", 18, { cardinality: 8 });
    await writeSmallRun(folder, "run-3", 3, { cardinality: 2 }, 1);
    const text = (await compare(["run-1", "run-2", "run-3"], { folder })).outerHTML;
    assertStringIncludes(text, "Validation accuracy");
    const headers = [...text.matchAll(/<th [^>]*>([^<]*)<\/th>/g)].map(([, title]) => title);
    assertEquals(headers.slice(0, 3), ["run", "cardinality", "test accuracy"]);
    assertEquals(text.match(/★ 0\.9500/g)?.length, 6, "two runs are the best in accuracy and both F1");
    assertMatch(text, /run-2<\/td><td [^>]*>0<\/td><td [^>]*>15<\/td><td [^>]*>−0\.2500<\/td>/);
    assertStringIncludes(text, "they differ");
    assertStringIncludes(text, "they were tested on different windows");
    await Deno.remove(`${folder}/run-2/predictions.parquet`);
    const without = (await compare(["run-1", "run-2"], { folder })).outerHTML;
    assertStringIncludes(without, "the predictions of run-2 were not kept");
    await assertRejects(() => compare(["run-1"], { folder }), Error, "at least two runs");
  }));
