import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import "../../network/model/article_network.ts";
import { exists } from "../../system/build_beside.ts";
import { runsFolder } from "../../settings/runs_folder.ts";
import { readRun, type RunsOptions } from "./list_runs.ts";
import type { RunRecord } from "./run_record.ts";

const tf = await backend();

/** A run and its network. */
export interface RunNetwork {
  /** The run's record. */
  run: RunRecord;
  /** The caller disposes it. */
  model: LayersModel;
}

/** Loads the network of a run. Throws one sentence if there is no such run, or its record alone is here. */
export async function runNetwork(id: string, options: RunsOptions = {}): Promise<RunNetwork> {
  const run = await readRun(id, options);
  if (!await hasNetwork(id, options)) {
    const why = run.kept ? "its record alone came with the project" : "its folder holds only its record";
    throw new Error(`The run ${id} has no network here: ${why}. Train again to have one.`);
  }
  return { run, model: await tf.loadLayersModel(`file://${networkFile(id, options)}`) };
}

/** Tells whether a run's network lies beside its record. */
export function hasNetwork(id: string, options: RunsOptions = {}): Promise<boolean> {
  return exists(networkFile(id, options));
}

function networkFile(id: string, { folder = runsFolder }: RunsOptions): string {
  return `${folder}/${id}/model/model.json`;
}
