import { type ExperimentSettings, type SettingName, settingNames } from "./experiment_settings.ts";
import { type Setting, settingTable } from "./setting_table.ts";

/** Returns the names of the settings in which experiments differ, in the order of the table. */
export function variedSettings(experiments: ExperimentSettings[]): SettingName[] {
  return settingNames.filter((name) => new Set(experiments.map((settings) => settings[name])).size > 1);
}

/** Returns the value of a setting as a text; of one that is left out, what that means. */
export function settingText(name: SettingName, value: unknown): string {
  const { leftOut = "–" }: Setting = settingTable[name];
  return value === undefined || value === null ? leftOut : String(value);
}

/** Returns settings as one line of text, such as `batch 64, learningRate 0.001`. */
export function settingsText(settings: ExperimentSettings, names: SettingName[]): string {
  return names.map((name) => `${name} ${settingText(name, settings[name])}`).join(", ");
}
