import { loadWindows, sourceLine } from "../data/load_windows.ts";
import { splitWindows } from "../data/split.ts";
import { windowTensors } from "../data/tensors.ts";
import { articleNetwork } from "../model/article_network.ts";
import { train, type TrainOptions } from "../training/train.ts";
import { finishRun } from "./finish_run.ts";
import type { RunRecord } from "./run_record.ts";
import { checkSettings, type ExperimentSettings } from "./settings.ts";

/** What a run without a notebook reports while it goes on. */
export interface RunExperimentOptions extends Pick<TrainOptions, "signal" | "onProgress"> {
  /** Called with one sentence at a time: the data, the size of the network, what follows training. */
  say?: (text: string) => void;
}

/**
 * Runs an experiment from the data to the record in reports/runs: what notebook 04 does, without a notebook.
 * Throws one sentence where a setting makes no sense or the data cannot be had. Leaves no tensor behind.
 */
export async function runExperiment(
  settings: ExperimentSettings,
  options: RunExperimentOptions = {},
): Promise<RunRecord> {
  const { say = () => {}, ...callbacks } = options;
  checkSettings(settings);
  const { frame, source } = await loadWindows({ data: settings.data ?? undefined });
  say(sourceLine(source));
  const split = splitWindows(frame, settings.split, settings);
  say(`Windows: ${split.train.length} to train, ${split.validation.length} to validate, ${split.test.length} to test.`);
  const data = windowTensors(frame, split.train);
  const model = articleNetwork(settings);
  try {
    const trained = await train(model, data, split, { ...settings, ...callbacks });
    say("Testing, and measuring the time of a prediction.");
    return await finishRun({ settings, source, split, data, model, trained });
  } finally {
    model.dispose();
    data.windows.dispose();
    data.labels.dispose();
  }
}
