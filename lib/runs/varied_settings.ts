import { completeSettings, type ExperimentSettings } from "./settings.ts";

/** Returns the names of the settings in which experiments differ. */
export function variedSettings(experiments: ExperimentSettings[]): (keyof ExperimentSettings)[] {
  const complete = experiments.map(completeSettings);
  const names = [...new Set(complete.flatMap((settings) => Object.keys(settings)))] as (keyof ExperimentSettings)[];
  return names.filter((name) => new Set(complete.map((settings) => settings[name])).size > 1);
}
