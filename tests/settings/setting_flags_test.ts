import { assertEquals, assertNotEquals } from "@std/assert";
import { Command } from "commander";
import { settingsOf, withSettings } from "../../lib/tools/commands/flags.ts";
import { jsonSchema } from "../../lib/settings/setting_rule.ts";
import { settingTable } from "../../lib/settings/setting_table.ts";
import {
  checkSettings,
  type ExperimentSettings,
  type SettingName,
  settingNames,
} from "../../lib/settings/experiment_settings.ts";
import { presets, presetSettings } from "../../lib/settings/presets.ts";
import { flagsOf, settingFlag } from "../../lib/settings/setting_flags.ts";

/** Splits flags as a shell does. */
function words(flags: string): string[] {
  return [...flags.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

/** Reads flags as `deno task train` does. */
function readFlags(flags: string[]): ExperimentSettings {
  let settings: Partial<ExperimentSettings> = {};
  const train = withSettings(new Command("train")).option("--preset <name>").exitOverride()
    .action(({ preset, ...others }) => {
      settings = { ...presetSettings(preset), ...settingsOf(others) };
    });
  train.parse(flags, { from: "user" });
  return checkSettings(settings);
}

Deno.test("flagsOf begins with the preset that is nearest, and names what differs from it", () => {
  assertEquals(flagsOf(checkSettings({})), "--preset article");
  assertEquals(
    flagsOf(checkSettings({ windowLength: 256, windowStep: 64 })),
    "--preset article --window 256 --step 64",
  );
  assertEquals(
    flagsOf(checkSettings({ ...presets["by-person"], epochs: 14, noise: 0.05 })),
    "--preset by-person --epochs 14 --noise 0.05",
  );
  assertEquals(flagsOf(checkSettings({ data: "my data/it's.zip" })), `--preset article --data 'my data/it'\\''s.zip'`);
});

/** Returns a value that a setting may have and that is not its default. */
function anotherValue(name: SettingName): unknown {
  const { type, enum: values, const: only, multipleOf = 1, minimum = 0 } = jsonSchema(settingTable[name].type);
  if (values) return values.at(-1);
  if (only !== undefined) return only;
  if (type === "boolean") return true;
  if (type === "integer") return minimum === Number.MIN_SAFE_INTEGER ? -2 : minimum + 2 * multipleOf;
  return type === "number" ? minimum + 0.25 : "my data.zip";
}

Deno.test("an experiment's flags give the same settings again, whichever setting is changed", () => {
  const changed = Object.fromEntries(settingNames.map((name) => [name, anotherValue(name)]));
  for (const [name, value] of Object.entries(changed)) assertNotEquals(value, checkSettings({})[name as SettingName]);
  // What some settings take with them.
  const needs: Partial<Record<SettingName, Partial<ExperimentSettings>>> = {
    testPerson: { split: "subject" },
    trainingPeople: { split: "subject" },
    convolution: { cardinality: 1 },
    testedEpochs: { keep: "last" },
  };
  const together: Partial<ExperimentSettings> = { ...changed, split: "subject", cardinality: 1, testedEpochs: 1 };
  const alone: Partial<ExperimentSettings>[] = Object.entries(changed).map(([name, value]) => ({
    ...needs[name as SettingName],
    [name]: value,
  }));
  for (const settings of [together, ...alone]) {
    const flags = flagsOf(checkSettings(settings));
    assertEquals(readFlags(words(flags)), checkSettings(settings), flags);
  }
});

Deno.test("presets set nothing that no flag can take back: what may be left out, and what is a switch", () => {
  for (const [preset, settings] of Object.entries(presets)) {
    for (const name of settingNames) {
      const left = checkSettings({})[name];
      const mayDiffer = left !== undefined && left !== null && settingFlag(name).argument !== "";
      if (!mayDiffer) assertEquals(settings[name], left, `${preset}: ${name}`);
    }
  }
});
