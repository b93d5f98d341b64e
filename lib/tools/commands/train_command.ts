import { device } from "../../tensorflow/backend/backend.ts";
import { defaultEpochs, deviceLine } from "../../tensorflow/backend/device.ts";
import { progressLine } from "../../network/training/training_progress.ts";
import { progress } from "../../system/progress.ts";
import { renewRunsPage } from "../../show/report/runs_page.ts";
import { runsFolder } from "../../settings/environment.ts";
import { readBegunRun } from "../../results/runs/begin_run.ts";
import { runExperiment } from "../../results/runs/run_experiment.ts";
import {
  articleSettings,
  type CheckedSettings,
  checkSettings,
  type ExperimentSettings,
} from "../../settings/experiment_settings.ts";
import { presetSettings } from "../../settings/presets.ts";

/** Where the settings of {@link trainCommand} come from, beside its flags. */
export interface TrainCommandOptions {
  /** Name of the settings to begin with. Default: the article's, but for the epochs on a CPU. */
  preset?: string;
  /** Identifier of a run that did not end, to continue; only its epochs can then be given. */
  resume?: string;
}

/**
 * Trains without a notebook. Says on the terminal what it does, and where the run is kept. Ctrl-C ends training after
 * the batch under way; the run is then tested and kept, and can be resumed.
 */
export async function trainCommand(
  given: Partial<ExperimentSettings>,
  options: TrainCommandOptions = {},
): Promise<void> {
  const { resume } = options;
  const settings = resume === undefined ? await newSettings(given, options) : await settingsOf(resume, given, options);
  const bar = progress("training", "batches");
  const abort = new AbortController();
  const interrupt = () => {
    bar.stop();
    console.error("Stopping after this batch; the whole epochs stay.");
    abort.abort();
  };
  Deno.addSignalListener("SIGINT", interrupt);
  try {
    const run = await runExperiment(settings, {
      id: resume,
      signal: abort.signal,
      say(text) {
        bar.stop();
        console.error(text);
      },
      onProgress(at) {
        bar.update((at.epoch - 1) * at.batches + at.batch, at.epochs * at.batches, progressLine(at));
      },
    });
    for (const warning of run.warnings ?? []) console.error(`Warning: ${warning}`);
    const { accuracy, weighted, macro } = run.test;
    console.log(
      `Test accuracy ${accuracy.toFixed(4)}, F1 ${weighted.f1.toFixed(4)} weighted, ${macro.f1.toFixed(4)} macro.`,
    );
    console.log(`Run: ${runsFolder}/${run.id}`);
    console.log(await renewRunsPage());
    if (run.stopped) console.log(`Stopped. To continue: deno task train --resume ${run.id}`);
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
  }
}

async function newSettings(given: Partial<ExperimentSettings>, { preset }: TrainCommandOptions) {
  const on = await device();
  const base = preset === undefined ? { ...articleSettings, epochs: defaultEpochs(on) } : presetSettings(preset);
  const settings = checkSettings({ ...base, ...given });
  const shortened = preset === undefined && given.epochs === undefined && settings.epochs !== articleSettings.epochs
    ? `, since this is no GPU; --epochs ${articleSettings.epochs} trains as long as the article did`
    : "";
  console.error(`${deviceLine(on)}. Epochs: ${settings.epochs}${shortened}.`);
  return settings;
}

/** Returns the settings of a run that continues. Throws one sentence if others are given. */
async function settingsOf(
  id: string,
  { epochs, ...others }: Partial<ExperimentSettings>,
  { preset }: TrainCommandOptions,
): Promise<CheckedSettings> {
  const names = [...Object.keys(others), ...(preset === undefined ? [] : ["preset"])];
  if (names.length > 0) {
    throw new Error(`A run that continues keeps its settings: leave out ${names.join(", ")}, or begin a new run.`);
  }
  const { settings } = await readBegunRun(id);
  console.error(`${deviceLine(await device())}. Continuing ${id}.`);
  return checkSettings({ ...settings, epochs: epochs ?? settings.epochs });
}
