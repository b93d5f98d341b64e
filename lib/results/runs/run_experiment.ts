import { type DataSource, sourceLine } from "../../data/windows/data_source.ts";
import type { Windows } from "../../data/windows/load_windows.ts";
import { splitWindows } from "../../data/windows/split_windows.ts";
import { windowTensors } from "../../data/windows/window_tensors.ts";
import { buildNetwork, type NetworkFunction } from "../../network/model/build_network.ts";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { train, type TrainOptions } from "../../network/training/train.ts";
import type { CheckedSettings } from "../../settings/experiment_settings.ts";
import { beginRun, continueRun, windowsFingerprint } from "./begin_run.ts";
import { finishRun } from "./finish_run.ts";
import type { RunRecord } from "./run_record.ts";
import { windowsOf } from "./windows_of.ts";

/** How an experiment is run, and who is told of it. */
export interface RunExperimentOptions extends Pick<TrainOptions, "signal" | "onProgress"> {
  /** Builds its network; `settings.network` is then its name. Default: what the setting `network` names. */
  network?: NetworkFunction;
  /** Its windows, loaded for these settings. Default: they are loaded. */
  windows?: Windows;
  /** The data that it must be. Default: what the settings' `data` gives. */
  source?: Pick<DataSource, "kind" | "sha256">;
  /** Identifier of a run to continue. Default: a new run begins. */
  id?: string;
  /** Folder to keep the run in. Default: reports/runs. */
  runs?: string;
  /** Called with one sentence at a time: the data, the size of the split, what follows training. */
  say?: (text: string) => void;
}

/**
 * Runs an experiment from the windows to the record in reports/runs: split, standardise, build, train, test, keep. Each
 * whole epoch is kept on the way, and a run that did not end continues by its identifier.
 *
 * Notebooks, commands and sweeps all call this. Leaves no tensor behind. Throws one sentence if the data is not available
 * or is another than it must be, if something else began under the identifier, and if the
 * network cannot be trained.
 */
export async function runExperiment(
  settings: CheckedSettings,
  options: RunExperimentOptions = {},
): Promise<RunRecord> {
  const { network, runs, signal, onProgress, say = () => {} } = options;
  const windows = options.windows ?? await windowsOf(settings);
  say(sourceLine(windows.source));
  checkWindows(windows, settings, options.source);
  const split = splitWindows(windows.frame, settings.split, settings);
  say(
    `Windows: ${split.train.length} to train, ${split.validation.length} to validate, ${split.test.length} to test.`,
  );
  const data = await windowTensors(windows.frame, split.train);
  let model: LayersModel | undefined;
  try {
    const built = await buildNetwork(settings, network);
    const { sha256: networkSha256 } = built;
    model = built.model;
    const { kind, sha256 } = windows.source;
    const fingerprint = await windowsFingerprint(split, data.standardization);
    const beginning = { settings, networkSha256, source: { kind, sha256 }, windows: fingerprint };
    const folder = { folder: runs };
    const { id, startedAt } = options.id === undefined
      ? await beginRun(beginning, folder)
      : await continueRun(options.id, beginning, folder);
    const trained = await train(model, data, split, { settings, id, runs, signal, onProgress });
    say("Testing, and measuring the time of a prediction.");
    return await finishRun({ id, startedAt, settings, networkSha256, windows, split, data, model, trained, runs });
  } finally {
    model?.dispose();
    data.windows.dispose();
    data.labels.dispose();
  }
}

/** Throws one sentence if windows are not as long as the settings say, or not of the data that they must be of. */
function checkWindows(
  { frame, source }: Windows,
  { windowLength }: CheckedSettings,
  wanted: RunExperimentOptions["source"],
): void {
  const length = frame.head(1).getColumn("total_acc_x").explode().length;
  if (length !== windowLength) {
    throw new Error(
      `windowLength is ${windowLength}, and these windows have ${length} samples: load them by windowsOf.`,
    );
  }
  if (wanted && (source.kind !== wanted.kind || source.sha256 !== wanted.sha256)) {
    throw new Error(`The data here are not those of the other trials: they are ${source.title}.`);
  }
}
