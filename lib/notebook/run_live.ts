import { splitWindows } from "../data/split.ts";
import type { Windows } from "../data/load_windows.ts";
import { windowTensors } from "../data/tensors.ts";
import { articleNetwork } from "../model/article_network.ts";
import { finishRun } from "../runs/finish_run.ts";
import type { RunRecord } from "../runs/run_record.ts";
import type { ExperimentSettings } from "../runs/settings.ts";
import { trainLive } from "./train_live.ts";

/**
 * Runs an experiment on windows that are loaded already, below the cell: split, standardise, build, train, test, keep.
 * Returns the record and leaves no tensor behind.
 */
export async function runLive(settings: ExperimentSettings, { frame, source }: Windows): Promise<RunRecord> {
  const split = splitWindows(frame, settings.split, settings);
  const data = windowTensors(frame, split.train);
  const model = articleNetwork(settings);
  try {
    const trained = await trainLive(model, data, split, settings);
    return await finishRun({ settings, source, split, data, model, trained });
  } finally {
    model.dispose();
    data.windows.dispose();
    data.labels.dispose();
  }
}
