import pl from "nodejs-polars";
import type { DataFrame } from "../../data/signals/window_frame.ts";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { exists, notFound, remove, writeWhole } from "../../system/files.ts";
import type { Predictions } from "../../network/training/predict.ts";
import { runsFolder } from "../../settings/environment.ts";
import { newRunId } from "./begin_run.ts";
import { sha256OfNetwork } from "../../network/model/build_network.ts";
import { readRecord, recordText, type RunRecord } from "./run_record.ts";
import { readRun, type RunsOptions } from "./list_runs.ts";
import { backend } from "../../tensorflow/backend/backend.ts";

/**
 * Writes a run's folder in one step: `run.json` (this record), `history.csv`, `predictions.parquet` (a row a test
 * window: row of the frame, true and predicted activity from 1, six probabilities) and `model/`, the network for
 * `tf.loadLayersModel`. The folder of a run that was stopped and continued is replaced. Returns the folder.
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
  const replaced = `${folder}.replaced.partial`;
  // A process that died between the two renames below has left no run but the one that was to be replaced.
  if (await exists(folder)) await remove(replaced);
  else await Deno.rename(replaced, folder).catch(notFound(undefined));
  await remove(partial);
  await Deno.mkdir(partial, { recursive: true });
  await Deno.writeTextFile(`${partial}/run.json`, recordText(record));
  const { length } = record.history;
  if (length > 0) pl.DataFrame(record.history, { inferSchemaLength: length }).writeCSV(`${partial}/history.csv`);
  predictionFrame(rows, truth, predictions).writeParquet(`${partial}/predictions.parquet`);
  await model.save(`file://${partial}/model`);
  await Deno.rename(folder, replaced).catch(notFound(undefined));
  try {
    await Deno.rename(partial, folder);
  } catch (error) {
    await Deno.rename(replaced, folder).catch(notFound(undefined));
    throw error;
  }
  await remove(replaced);
  return folder;
}

/**
 * Takes in a run's folder that was made elsewhere: it is moved to the folder of runs, under a new identifier if its own
 * is taken. Returns the record.
 */
export async function adoptRun(folder: string, runs: string = runsFolder): Promise<RunRecord> {
  const record = await readRecord(folder);
  for (;;) {
    record.id = await newRunId(record.settings, { now: new Date(record.startedAt), runs });
    await writeWhole(`${folder}/run.json`, recordText(record));
    try {
      await Deno.rename(folder, `${runs}/${record.id}`);
      return record;
    } catch (error) {
      // Another process took the identifier meanwhile.
      if (!await exists(`${runs}/${record.id}`)) throw error;
    }
  }
}

function predictionFrame(rows: Int32Array, truth: Int32Array, { predicted, probabilities }: Predictions): DataFrame {
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

/** What a run's network said of a test window. */
export interface TestPrediction {
  /** Row of the window in the frame. */
  row: number;
  /** The labelled activity, counted from 0. */
  activity: number;
  /** The predicted activity, counted from 0. */
  predicted: number;
  /** Probabilities of all activities. */
  probabilities: number[];
}

/** Returns what a run's network said of each test window; undefined if the run's record alone was kept. */
export async function testPredictions(
  id: string,
  { folder = runsFolder }: RunsOptions = {},
): Promise<TestPrediction[] | undefined> {
  const path = `${folder}/${id}/predictions.parquet`;
  if (!await exists(path)) return undefined;
  const frame = pl.readParquet(path);
  const column = (name: string) => frame.getColumn(name).toArray() as number[];
  const probabilities = frame.columns.filter((name) => name.startsWith("probability_")).map(column);
  const [activity, predicted] = [column("activity"), column("predicted")];
  return column("row").map((row, i) => ({
    row,
    activity: activity[i] - 1,
    predicted: predicted[i] - 1,
    probabilities: probabilities.map((column) => column[i]),
  }));
}

const tf = await backend();

/** A run and its network. */
export interface LoadedNetwork {
  /** The run's record. */
  run: RunRecord;
  /** The caller disposes it. */
  model: LayersModel;
}

/** Loads the network of a run. Throws one sentence if there is no such run, or its record alone is here. */
export async function loadNetwork(id: string, options: RunsOptions = {}): Promise<LoadedNetwork> {
  const run = await readRun(id, options);
  if (!await hasNetwork(id, options)) {
    const why = run.kept ? "its record alone came with the project" : "its folder holds only its record";
    throw new Error(`The run ${id} has no network here: ${why}. Train again to have one.`);
  }
  try {
    // Building it registers its own layers, under whose names the saved ones are read.
    if (run.networkSha256 !== undefined) await sha256OfNetwork(run.settings).catch(() => undefined);
    return { run, model: await tf.loadLayersModel(`file://${networkFile(id, options)}`) };
  } catch (error) {
    const [, layer] = (error as Error).message.match(/^Unknown layer: (\w+)/) ?? [];
    if (layer === undefined) throw error;
    throw new Error(
      `The network of the run ${id} has a layer ${layer}: run the cell that trained it, which defines it.`,
    );
  }
}

/** Tells whether a run's network lies beside its record. */
export function hasNetwork(id: string, options: RunsOptions = {}): Promise<boolean> {
  return exists(networkFile(id, options));
}

function networkFile(id: string, { folder = runsFolder }: RunsOptions): string {
  return `${folder}/${id}/model/model.json`;
}
