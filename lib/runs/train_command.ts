import { device } from "../backend/backend.ts";
import { progressLine } from "../training/progress_line.ts";
import { progress } from "../progress/progress.ts";
import { runsFolder } from "./run_record.ts";
import { runExperiment } from "./run_experiment.ts";
import { articleSettings, defaultEpochs, type ExperimentSettings } from "./settings.ts";

/**
 * Trains without a notebook: settings that are not given are the article's, but for the epochs on a CPU. Says on the
 * terminal what it does, and where the run is kept.
 */
export async function trainCommand(given: Partial<ExperimentSettings>): Promise<void> {
  const on = await device();
  const settings = { ...articleSettings, epochs: defaultEpochs(on), ...given };
  const shortened = given.epochs === undefined && settings.epochs !== articleSettings.epochs
    ? ` (the default without a GPU; the article trains ${articleSettings.epochs}: --epochs ${articleSettings.epochs})`
    : "";
  console.error(`Device: ${on.name}. Epochs: ${settings.epochs}${shortened}.`);
  const bar = progress("training", "batches");
  const run = await runExperiment(settings, {
    say(text) {
      bar.stop();
      console.error(text);
    },
    onProgress(at) {
      bar.update((at.epoch - 1) * at.batches + at.batch, at.epochs * at.batches, progressLine(at));
    },
  });
  const { accuracy, weighted, macro } = run.test;
  console.log(
    `Test accuracy ${accuracy.toFixed(4)}, F1 ${weighted.f1.toFixed(4)} weighted, ${macro.f1.toFixed(4)} macro.`,
  );
  console.log(`Run: ${runsFolder}/${run.id}`);
}
