import { loadWindows, type Windows } from "../data/load_windows.ts";
import { completeSettings, type ExperimentSettings } from "./settings.ts";

/** Loads the windows of an experiment: of its data and length, each half a window behind the one before. */
export function windowsOf(settings: ExperimentSettings): Promise<Windows> {
  const { data, windowLength } = completeSettings(settings);
  return loadWindows({ data: data ?? undefined, windowLength, step: windowLength / 2 });
}
