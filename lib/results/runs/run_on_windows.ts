import { answerCount } from "../../data/signals/activities.ts";
import type { DataFrame } from "../../data/signals/data_frame.ts";
import { splitWindows } from "../../data/windows/split_windows.ts";
import type { Windows } from "../../data/windows/load_windows.ts";
import { windowTensors } from "../../data/windows/window_tensors.ts";
import { articleNetwork } from "../../network/model/article_network.ts";
import type { train } from "../../network/training/train.ts";
import type { TrainOptions } from "../../network/training/train_options.ts";
import { beginRun, readBegunRun } from "./begin_run.ts";
import { finishRun } from "./finish_run.ts";
import type { RunRecord } from "./run_record.ts";
import type { CheckedSettings, ExperimentSettings } from "../../settings/experiment_settings.ts";

/** Settings of {@link runOnWindows}; training gets `signal` and `onProgress`. */
export interface RunOnWindowsOptions extends Pick<TrainOptions, "signal" | "onProgress"> {
  /** Identifier of a run to continue. */
  resume?: string;
  /** Folder to keep the run in. Default: reports/runs. */
  runs?: string;
}

/**
 * Runs an experiment on windows that are loaded already: split, standardise, build, train by `trainer`, test, keep.
 * Each whole epoch is kept on the way, and a run that did not end is resumed by its identifier. Returns the record and
 * leaves no tensor behind.
 */
export async function runOnWindows(
  settings: CheckedSettings,
  { frame, source, segments }: Windows,
  trainer: typeof train,
  options: RunOnWindowsOptions = {},
): Promise<RunRecord> {
  checkWindowLength(frame, settings);
  const split = splitWindows(frame, settings.split, settings);
  const data = await windowTensors(frame, split.train);
  const model = articleNetwork({ ...settings, classes: answerCount(settings.transitions) });
  try {
    const { resume, runs, signal, onProgress } = options;
    if (resume !== undefined) await checkData(resume, source, runs);
    const id = resume ?? await beginRun(settings, source, { folder: runs });
    const trained = await trainer(model, data, split, { ...settings, resume: id, runs, signal, onProgress });
    return await finishRun({ id, settings, source, frame, segments, split, data, model, trained, runs });
  } finally {
    model.dispose();
    data.windows.dispose();
    data.labels.dispose();
  }
}

/** Throws one sentence if windows are not as long as the settings say. */
function checkWindowLength(frame: DataFrame, { windowLength }: ExperimentSettings): void {
  const length = frame.head(1).getColumn("total_acc_x").explode().length;
  if (length === windowLength) return;
  throw new Error(`windowLength is ${windowLength}, and these windows have ${length} samples: load them by windowsOf.`);
}

/** Throws one sentence if a run began with other data. */
async function checkData(id: string, { sha256, title }: Windows["source"], runs?: string): Promise<void> {
  if ((await readBegunRun(id, { folder: runs })).sha256 === sha256) return;
  throw new Error(`The run ${id} began with other data than ${title}: give it the archive that it began with.`);
}
