import { resolve } from "node:path";
import { answersOf } from "../../data/signals/activities.ts";
import { sampleRate, signals } from "../../data/signals/signals.ts";
import { browserNetwork } from "../../network/model/browser_network.ts";
import type { WeightStorage } from "../../network/model/quantize_weights.ts";
import { saveNetwork } from "../../network/model/save_network.ts";
import { buildBeside, exists } from "../../system/files.ts";
import { loadNetwork } from "../../results/runs/run_folder.ts";
import { runsFolder } from "../../settings/environment.ts";
import type { RunsOptions } from "../../results/runs/list_runs.ts";

export interface ExportCommandOptions extends RunsOptions {
  /** Identifier of the run whose network is exported. */
  model: string;
  /** Folder to write; it must not be there yet. Default: the run's folder `browser`. */
  to?: string;
  /** In what its weights are stored. Default: `"float32"`. */
  weights?: WeightStorage;
}

/**
 * Writes the network of a run for TensorFlow.js in a browser: `model.json` and its weights, of standard layers alone,
 * see `browserNetwork`. Its `userDefinedMetadata` names activities, signals, units and the run. Returns the folder.
 * Throws one sentence if there is no such network, or the folder is there.
 */
export async function exportCommand(options: ExportCommandOptions): Promise<string> {
  const { model: id, to, weights, folder = runsFolder } = options;
  const target = resolve(to ?? `${folder}/${id}/browser`);
  if (await exists(target)) throw new Error(`${target} is there already: remove it, or name another folder by --to.`);
  const { run, model } = await loadNetwork(id, options);
  const network = browserNetwork(model, run.standardization);
  network.setUserDefinedMetadata({
    run: id,
    data: run.data.title,
    testAccuracy: run.test.accuracy,
    activities: answersOf(model.outputs[0].shape[1]!),
    signals: [...signals],
    units: { acc: "g", gyro: "rad/s" },
    samplesPerSecond: sampleRate,
  });
  await buildBeside(target, (partial) => saveNetwork(network, partial, { weights }));
  network.dispose();
  model.dispose();
  return target;
}
