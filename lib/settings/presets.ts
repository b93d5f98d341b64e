import {
  articleSettings,
  type CheckedSettings,
  checkSettings,
  type ExperimentSettings,
  type SettingName,
  settingNames,
} from "./experiment_settings.ts";
import { type Setting, settingTable } from "./setting_table.ts";

/** The names of the presets. */
export type PresetName = "article" | "by-person" | "recordings";

/** For new people: augmentation, AdamW, one cycle of the learning rate, averaged weights. */
const byPerson = checkSettings({
  ...articleSettings,
  split: "subject",
  validationSubjects: 0,
  filters: "described",
  epochs: 28,
  learningRate: 0.002,
  schedule: "one-cycle",
  weightDecay: 0.05,
  labelSmoothing: 0.1,
  rotation: 15,
  scaling: 0.1,
  averaging: 0.99,
  keep: "last",
});

/** The settings that notebooks and commands know by a name. */
export const presets: Record<PresetName, CheckedSettings> = {
  article: articleSettings,
  /** Chosen on thirds of UCI-HAR's training people; notebook 06, section 6.7, shows the runs. */
  "by-person": byPerson,
  /**
   * For whole recordings of new people: moving between postures is a seventh answer. The temperature is that of held-back
   * training people.
   */
  recordings: checkSettings({ ...byPerson, transitions: "one", epochs: 14, temperature: 0.5 }),
};

/** Returns the preset from which settings differ in the fewest places, and the names of those settings. */
export function nearestPreset(settings: ExperimentSettings): { preset: PresetName; differing: SettingName[] } {
  const all = Object.entries(presets).map(([preset, base]) => ({
    preset: preset as PresetName,
    differing: variedSettings([base, settings]),
  }));
  return all.reduce((best, other) => other.differing.length < best.differing.length ? other : best);
}

/** Returns the settings of a preset. Throws one sentence if there is no preset of that name. */
export function presetSettings(name: string): CheckedSettings {
  if (Object.hasOwn(presets, name)) return presets[name as PresetName];
  throw new Error(`There is no preset "${name}": there are ${Object.keys(presets).join(", ")}.`);
}

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

/**
 * How the windows of a recording are read: each by itself; smoothed by what comes before and after; as the most probable
 * sequence altogether; or live, by what came before and a few windows after.
 */
export type Reading = "single" | "smoothed" | "path" | "live";

/** All ways to read windows. */
export const readings: Reading[] = ["single", "smoothed", "path", "live"];
