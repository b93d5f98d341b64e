import { type LoadOptions, loadWindows, type Windows } from "../data/windows/load_windows.ts";
import { completeSettings, type ExperimentSettings } from "./settings.ts";

/** Loads the windows of an experiment: of its data, length, step and filters. */
export function windowsOf(settings: ExperimentSettings): Promise<Windows> {
  return loadWindows(loadOptions(settings));
}

/** Returns a text that is the same for two experiments whose windows are the same. */
export function windowsKey(settings: ExperimentSettings): string {
  return JSON.stringify(loadOptions(settings));
}

function loadOptions(settings: ExperimentSettings): LoadOptions {
  const { data, windowLength, windowStep, filters } = completeSettings(settings);
  return { data: data ?? undefined, windowLength, step: windowStep, filters };
}
