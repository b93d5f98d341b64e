import type { Windows } from "../../data/windows/load_windows.ts";
import { escapeHtml } from "../plots/figure.ts";
import { liveOutput } from "../../system/live_output.ts";
import { networkName, sha256OfNetwork } from "../../network/model/build_network.ts";
import { findRun, foundLine } from "../../results/runs/find_run.ts";
import { runExperiment, type RunExperimentOptions } from "../../results/runs/run_experiment.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { checkSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { untilInterrupt } from "./kernel_interrupt.ts";
import { trainingPicture } from "./training_picture.ts";

/**
 * Runs an experiment on windows that are loaded already, with its training shown below the cell; see `runExperiment`.
 * Stop is heard from the beginning, also before the first batch; with the run's `id` the cell then continues it. If a
 * finished run with its network has the same network, settings and data, it is returned, and the cell says so; with `again` it
 * trains all the same.
 *
 * With `network` it trains the network that this function builds; the record has the function's name.
 *
 * @param settings Settings of the experiment; those that are left out have their defaults.
 * @param windows What `windowsOf` returned for these settings.
 */
export async function runLive(
  settings: Partial<ExperimentSettings>,
  windows: Windows,
  options: Pick<RunExperimentOptions, "network" | "id" | "runs"> & { again?: boolean } = {},
): Promise<RunRecord> {
  const { network, id, runs, again = false } = options;
  const checked = checkSettings({ ...settings, ...(network && { network: networkName(network) }) });
  const wanted = { withNetwork: true, folder: runs, networkSha256: await sha256OfNetwork(checked, network) };
  const found = again || id !== undefined ? undefined : await findRun(checked, windows.source, wanted);
  if (found) {
    const line = `${foundLine(found)} To train again: { again: true }.`;
    await liveOutput().show(`<p>${escapeHtml(line)}</p>`, line);
    return found;
  }
  const picture = trainingPicture(checked.epochs);
  const run = await untilInterrupt((signal) =>
    runExperiment(checked, { network, windows, id, runs, signal, onProgress: picture.show })
  );
  await picture.end(run);
  return run;
}
