import type { ExperimentSettings } from "../../settings/experiment_settings.ts";
import { nearestPreset } from "../../settings/presets.ts";
import { settingsText } from "../../settings/varied_settings.ts";
import type { RunRecord } from "./run_record.ts";

/**
 * Returns a run in short, as a row of a table. With `kept` the study with which it came, if any, stands in the place of
 * its beginning and split, which its identifier tells.
 */
export function runRow(run: RunRecord, { kept = false }: { kept?: boolean } = {}): Record<string, string> {
  const { id, settings, startedAt, history, stopped, earlyStopped, test, trainingSeconds } = run;
  const epochs = stopped || earlyStopped ? `${history.length} of ${settings.epochs}` : String(settings.epochs);
  return {
    id,
    ...kept ? { kept: run.kept ?? "" } : { when: startedAt.slice(5, 16).replace("T", " "), split: settings.split },
    settings: settingsColumn(settings),
    epochs,
    accuracy: test.accuracy.toFixed(4),
    F1: test.weighted.f1.toFixed(4),
    seconds: trainingSeconds.toFixed(0),
  };
}

/** Returns what a run's settings are other than the article's: a preset, and the settings that differ from it. */
function settingsColumn(settings: ExperimentSettings): string {
  const { preset, differing } = nearestPreset(settings);
  const others = differing.filter((name) => !["data", "split", "epochs", "seed"].includes(name));
  return [...(preset === "article" ? [] : [preset]), settingsText(settings, others)].filter(Boolean).join(", ");
}
