import pl from "nodejs-polars";
import type { Tensor } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertGreater, assertMatch } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { randomSplit } from "../../../lib/data/windows/split_windows.ts";
import { syntheticWindows } from "../../../lib/data/windows/synthetic_windows.ts";
import { windowTensors } from "../../../lib/data/windows/window_tensors.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { classTable, resultsTable } from "../../../lib/show/notebook/result_tables.ts";
import { finishRun } from "../../../lib/results/runs/finish_run.ts";
import {
  beginRun,
  newRunId,
  readBegunRun,
  unfinishedRuns,
  windowsFingerprint,
} from "../../../lib/results/runs/begin_run.ts";
import { readRecord } from "../../../lib/results/runs/run_record.ts";
import { readRun } from "../../../lib/results/runs/list_runs.ts";
import { articleSettings, checkSettings, type ExperimentSettings } from "../../../lib/settings/experiment_settings.ts";
import { presets } from "../../../lib/settings/presets.ts";
import { runExperiment } from "../../../lib/results/runs/run_experiment.ts";
import { train, type TrainOptions } from "../../../lib/network/training/train.ts";
import { inFolder } from "../../support/in_folder.ts";

const tf = await backend();

/** Everything that a run of a small network consists of, but its training. */
async function smallRun(changes: Partial<ExperimentSettings>) {
  const settings = checkSettings({ data: "synthetic", batch: 16, ...changes });
  const frame = syntheticWindows({ subjects: 2, seconds: 8 });
  const source = { kind: "synthetic" as const, title: "made up", notes: [] };
  const split = randomSplit(frame);
  const data = await windowTensors(frame, split.train);
  const model = articleNetwork({ channels: [4, 8], cardinality: 2 });
  return { settings, windows: { frame, source }, split, data, model };
}

Deno.test("a run's folder holds its record, history, predictions and a network that predicts the same", () =>
  inFolder(async (runs) => {
    const before = tf.memory().numTensors;
    const small = await smallRun({ epochs: 2 });
    const { settings, split, data, model } = small;
    const windows = await windowsFingerprint(split, data.standardization);
    const { id, startedAt } = await beginRun({ settings, source: { kind: "synthetic" }, windows }, { folder: runs });
    const trained = await train(model, data, split, { settings, id, runs });
    const record = await finishRun({ ...small, id, startedAt, trained, runs });

    const folder = `${runs}/${record.id}`;
    assertEquals([...Deno.readDirSync(runs)].map(({ name }) => name), [record.id]);
    const read = await readRecord(folder);
    assertEquals(read.settings, settings);
    assertEquals([read.data.kind, read.device.kind, read.versions.deno, read.startedAt], [
      "synthetic",
      record.device.kind,
      Deno.version.deno,
      startedAt,
    ]);
    assertEquals(read.test.confusion.flat().reduce((a, b) => a + b, 0), split.test.length);
    assertEquals(read.history.length, 2);
    assertGreater(read.inferenceMilliseconds, 0);
    assertEquals(pl.readCSV(await Deno.readTextFile(`${folder}/history.csv`)).height, 2);

    const predictions = pl.readParquet(`${folder}/predictions.parquet`);
    const truth = predictions.getColumn("activity").toArray() as number[];
    const predicted = predictions.getColumn("predicted").toArray() as number[];
    const hits = truth.filter((activity, i) => activity === predicted[i]).length;
    assertAlmostEquals(hits / truth.length, read.test.accuracy, 1e-9);
    assertEquals(predictions.getColumn("row").toArray(), [...split.test]);

    const loaded = await tf.loadLayersModel(`file://${folder}/model/model.json`);
    tf.tidy(() => {
      const window = data.windows.slice([split.test[0]], [1]);
      const softmax = (loaded.predict(window) as Tensor).softmax().dataSync();
      assertAlmostEquals(softmax[2], predictions.getColumn("probability_3").getIndex(0) as number, 1e-5);
    });

    // The validation accuracy is that of the epoch whose weights were kept, whichever that is.
    const kept = trained.history.map(({ validationAccuracy }) => validationAccuracy);
    assertEquals(record.validationAccuracy, kept[record.bestEpoch - 1]);
    const row = classTable(record).querySelectorAll("tbody tr")[1].textContent ?? "";
    assertMatch(row, /^walking upstairsJogging1\.0000/);
    assertMatch(resultsTable(record).outerHTML, /1,007,686/);
    loaded.dispose();
    model.dispose();
    tf.dispose([data.windows, data.labels]);
    assertEquals(tf.memory().numTensors, before);
  }));

Deno.test("what was tested after the last of many epochs is in the record and in history.csv", () =>
  inFolder(async (runs) => {
    const small = await smallRun({ epochs: 102, keep: "last", testedEpochs: 2 });
    // Polars looks for columns in the first hundred rows, unless it is told to look further.
    const history = Array.from({ length: 102 }, (_, index) => ({
      ...{ epoch: index + 1, loss: 1, accuracy: 0.5, seconds: 1 },
      ...index >= 100 && { testAccuracy: index / 200 },
    }));
    const ended = { bestEpoch: 102, stopped: true, earlyStopped: false, warnings: [] };
    const trained = { history, ...ended, execution: { kind: "graph" as const } };
    const startedAt = "2026-11-24T23:15:00Z";
    const { id } = await finishRun({ ...small, id: "tested", startedAt, trained, runs });
    assertEquals((await readRecord(`${runs}/${id}`)).history, history);
    const written = pl.readCSV(await Deno.readTextFile(`${runs}/${id}/history.csv`), { inferSchemaLength: 102 });
    const tested = written.getColumn("testAccuracy").toArray() as unknown[];
    assertEquals(tested.slice(99), [null, 0.5, 0.505]);
    small.model.dispose();
    tf.dispose([small.data.windows, small.data.labels]);
  }));

Deno.test("a run that was stopped can be resumed; when it ends its record is replaced and nothing unfinished stays", () =>
  inFolder(async (runs) => {
    const by = { ...presets["by-person"], split: "random" } as const;
    const settings = checkSettings({
      ...by,
      data: "synthetic",
      epochs: 3,
      batch: 16,
      width: 0.25,
      trainingWindows: 32,
    });
    const abort = new AbortController();
    const onProgress: TrainOptions["onProgress"] = ({ epoch, batch }) => epoch === 2 && batch === 1 && abort.abort();
    const stopped = await runExperiment(settings, { runs, signal: abort.signal, onProgress });
    const { id } = stopped;
    assertEquals([stopped.stopped, stopped.history.length], [true, 1]);
    assertEquals(await unfinishedRuns({ folder: runs }), [id]);
    assertEquals((await readBegunRun(id, { folder: runs })).settings, settings);
    const ended = await runExperiment(settings, { runs, id });
    assertEquals([ended.stopped, ended.history.length, ended.startedAt], [false, 3, stopped.startedAt]);
    assertEquals([...Deno.readDirSync(runs)].map(({ name }) => name), [id]);
    assertEquals((await readRun(id, { folder: runs })).history.length, 3);
  }));

Deno.test("two runs that begin in the same second have different identifiers", async () => {
  const runs = await Deno.makeTempDir();
  const now = new Date("2026-11-24T23:15:00Z");
  assertEquals(await newRunId(articleSettings, { now, runs }), "2026-11-24-231500-random-seed1");
  await Deno.mkdir(`${runs}/2026-11-24-231500-random-seed1`);
  assertEquals(await newRunId(articleSettings, { now, runs }), "2026-11-24-231500-random-seed1-2");
  await Deno.remove(runs, { recursive: true });
});
