import { type LoadOptions, loadWindows, type Windows } from "../data/windows/load_windows.ts";
import { checkSettings, type ExperimentSettings } from "../settings/experiment_settings.ts";

/** Loads the windows of an experiment: of its data, length, step and filters. */
export function windowsOf(settings: Partial<ExperimentSettings>): Promise<Windows> {
  return loadWindows(loadOptions(settings));
}

/** Returns a text that is the same for two experiments whose windows are the same. */
export function windowsKey(settings: Partial<ExperimentSettings>): string {
  return JSON.stringify(loadOptions(settings));
}

function loadOptions(settings: Partial<ExperimentSettings>): LoadOptions {
  const { data, windowLength, windowStep, filters } = checkSettings(settings);
  return { data: data ?? undefined, windowLength, step: windowStep ?? windowLength / 2, filters };
}
