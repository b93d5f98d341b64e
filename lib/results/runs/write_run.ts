import pl from "nodejs-polars";
import type { DataFrame } from "../../data/signals/data_frame.ts";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { exists, notFound, remove, writeWhole } from "../../system/build_beside.ts";
import type { Predictions } from "../../network/training/predict.ts";
import { runsFolder } from "../../settings/runs_folder.ts";
import { newRunId } from "./begin_run.ts";
import { readRecord, recordText, type RunRecord } from "./run_record.ts";

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
