import pl from "nodejs-polars";
import type { LayersModel } from "@tensorflow/tfjs-node-gpu";
import type { Device } from "../backend/device.ts";
import type { DataSource } from "../data/windows/load_windows.ts";
import type { Standardization } from "../data/windows/window_tensors.ts";
import type { Scores } from "../metrics/scores.ts";
import type { Epoch } from "../training/epoch.ts";
import type { Trained } from "../training/trained.ts";
import type { Predictions } from "../training/predict.ts";
import { exists, notFound } from "../system/build_beside.ts";
import { runsFolder, unfinishedFolder } from "../training/training_files.ts";
import type { ExperimentSettings } from "./settings.ts";

/** Everything that is kept of a run, as reports/runs/<id>/run.json holds it. */
export interface RunRecord {
  id: string;
  settings: ExperimentSettings;
  /** Where the windows came from; of the archive's path its name alone, since a run may be shown to others. */
  data: DataSource;
  /** Number of windows of each part of the split. */
  windows: { train: number; validation: number; test: number };
  standardization: Standardization;
  device: Device;
  /**
   * Threads that an operation may take on a CPU; another number rounds sums otherwise, and a training's numbers drift from
   * the last digits on. Runs before this was kept have none.
   */
  threads?: number;
  versions: Record<string, string>;
  gitCommit: string | null;
  /** When training began, in ISO 8601. */
  startedAt: string;
  trainingSeconds: number;
  /** Whether training was stopped before its last epoch. */
  stopped: boolean;
  /** Whether training ended before its last epoch, since the validation did not get better. */
  earlyStopped: boolean;
  bestEpoch: number;
  /** Whether training steps ran as a TensorFlow graph or operation by operation, and why. */
  execution: Trained["execution"];
  /** What went wrong without ending the training, a sentence each; runs before this was kept have none. */
  warnings?: string[];
  parameters: number;
  flops: number;
  multiplyAdds: number;
  /** Median time to predict one window, ms. */
  inferenceMilliseconds: number;
  /** Of the epoch whose weights were kept; left out where nothing was validated. */
  validationAccuracy?: number;
  test: Scores & { loss: number; confusion: number[][] };
  history: Epoch[];
}

/** Returns an identifier for a run that begins now, such as `2026-11-24-231500-random-seed1`; it is new in reports/runs. */
export async function newRunId(
  { split, seed }: ExperimentSettings,
  options: { now?: Date; runs?: string } = {},
): Promise<string> {
  const { now = new Date(), runs = runsFolder } = options;
  const [date, time] = now.toISOString().split("T");
  const id = `${date}-${time.slice(0, 8).replaceAll(":", "")}-${split}-seed${seed}`;
  for (let count = 1;; count++) {
    const candidate = count === 1 ? id : `${id}-${count}`;
    const places = [`${runs}/${candidate}`, unfinishedFolder(candidate, runs)];
    const taken = await Promise.all(places.map(exists));
    if (!taken.includes(true)) return candidate;
  }
}

/**
 * Writes a run's folder in one step: `run.json` (this record), `history.csv`, `predictions.parquet` (a row a test window:
 * row of the frame, true and predicted activity from 1, six probabilities) and `model/`, the network for
 * `tf.loadLayersModel`. The folder of a run that was stopped and went on is replaced. Returns the folder.
 */
export async function writeRun(
  record: RunRecord,
  { model, rows, truth, predictions, runs = runsFolder }: {
    model: LayersModel;
    rows: Int32Array;
    truth: Int32Array;
    predictions: Predictions;
    runs?: string;
  },
): Promise<string> {
  const folder = `${runs}/${record.id}`;
  const partial = `${folder}.partial`;
  await Deno.remove(partial, { recursive: true }).catch(() => {});
  await Deno.mkdir(partial, { recursive: true });
  await Deno.writeTextFile(`${partial}/run.json`, JSON.stringify(record, null, 2) + "\n");
  if (record.history.length > 0) pl.DataFrame(record.history).writeCSV(`${partial}/history.csv`);
  predictionFrame(rows, truth, predictions).writeParquet(`${partial}/predictions.parquet`);
  await model.save(`file://${partial}/model`);
  const replaced = `${folder}.replaced.partial`;
  await Deno.rename(folder, replaced).catch(notFound(undefined));
  await Deno.rename(partial, folder);
  await Deno.remove(replaced, { recursive: true }).catch(notFound(undefined));
  return folder;
}

/**
 * Takes in a run's folder that was made elsewhere: it is moved to the folder of runs, under a new identifier where its own
 * is taken. Returns the record.
 */
export async function adoptRun(folder: string, runs: string = runsFolder): Promise<RunRecord> {
  const record: RunRecord = JSON.parse(await Deno.readTextFile(`${folder}/run.json`));
  record.id = await newRunId(record.settings, { now: new Date(record.startedAt), runs });
  await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify(record, null, 2) + "\n");
  await Deno.rename(folder, `${runs}/${record.id}`);
  return record;
}

function predictionFrame(rows: Int32Array, truth: Int32Array, { predicted, probabilities }: Predictions): pl.DataFrame {
  const classes = probabilities[0]?.length ?? 0;
  return pl.DataFrame({
    row: [...rows],
    activity: Array.from(truth, (label) => label + 1),
    predicted: Array.from(predicted, (label) => label + 1),
    ...Object.fromEntries(
      Array.from({ length: classes }, (_, c) => [`probability_${c + 1}`, probabilities.map((row) => row[c])]),
    ),
  });
}
