import { splitWindows } from "../data/split.ts";
import type { Windows } from "../data/load_windows.ts";
import { windowTensors } from "../data/tensors.ts";
import { articleNetwork } from "../model/article_network.ts";
import type { train } from "../training/train.ts";
import { beginRun, readBegunRun } from "./begin_run.ts";
import { finishRun } from "./finish_run.ts";
import type { RunRecord } from "./run_record.ts";
import type { ExperimentSettings } from "./settings.ts";

/**
 * Runs an experiment on windows that are loaded already: split, standardise, build, train by `trainer`, test, keep.
 * Each whole epoch is kept on the way, and a run that did not end is resumed by its identifier. Returns the record and
 * leaves no tensor behind.
 */
export async function runOnWindows(
  settings: ExperimentSettings,
  { frame, source }: Windows,
  trainer: typeof train,
  options: { resume?: string } = {},
): Promise<RunRecord> {
  const split = splitWindows(frame, settings.split, settings);
  const data = windowTensors(frame, split.train);
  const model = articleNetwork(settings);
  try {
    if (options.resume !== undefined) await checkData(options.resume, source);
    const id = options.resume ?? await beginRun(settings, source);
    const trained = await trainer(model, data, split, { ...settings, resume: id });
    return await finishRun({ id, settings, source, split, data, model, trained });
  } finally {
    model.dispose();
    data.windows.dispose();
    data.labels.dispose();
  }
}

/** Throws one sentence where a run began with other data. */
async function checkData(id: string, { sha256, title }: Windows["source"]): Promise<void> {
  if ((await readBegunRun(id)).sha256 === sha256) return;
  throw new Error(`The run ${id} began with other data than ${title}: give it the archive that it began with.`);
}
