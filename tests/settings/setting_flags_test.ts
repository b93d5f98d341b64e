import { assertEquals } from "@std/assert";
import { Command } from "commander";
import { settingsOf, withSettings } from "../../lib/commands/setting_options.ts";
import { checkSettings, type ExperimentSettings, settingNames } from "../../lib/settings/experiment_settings.ts";
import { presets, presetSettings } from "../../lib/settings/presets.ts";
import { flagsOf, settingFlag } from "../../lib/settings/setting_flags.ts";

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
  assertEquals(flagsOf({}), "--preset article");
  assertEquals(flagsOf({ windowLength: 256, windowStep: 64 }), "--preset article --window 256 --step 64");
  assertEquals(
    flagsOf({ ...presets["by-person"], epochs: 14, noise: 0.05 }),
    "--preset by-person --epochs 14 --noise 0.05",
  );
  assertEquals(flagsOf({ data: "my data/it's.zip" }), `--preset article --data 'my data/it'\\''s.zip'`);
});

Deno.test("an experiment's flags give the same settings again, whichever setting is changed", () => {
  const changed: Partial<ExperimentSettings> = {
    data: "hapt",
    split: "subject",
    validationSubjects: 5,
    trainingWindows: 64,
    windowLength: 64,
    windowStep: 16,
    filters: "zero-phase",
    cardinality: 8,
    groupWidth: "equal-width",
    epochs: 3,
    batch: 7,
    learningRate: 0.01,
    schedule: "cosine",
    warmUpEpochs: 1,
    weightDecay: 0.1,
    labelSmoothing: 0.2,
    classWeights: "balanced",
    patience: 4,
    rotation: 10,
    scaling: 0.2,
    noise: 0.3,
    shift: 5,
    mixup: 0.4,
    averaging: 0.9,
    keep: "last",
    seed: -2,
    tensorboard: true,
  };
  assertEquals(Object.keys(changed).sort(), settingNames.toSorted(), "every setting is tried");
  for (const settings of [changed, ...Object.entries(changed).map(([name, value]) => ({ [name]: value }))]) {
    const flags = flagsOf(settings);
    assertEquals(readFlags(flags.split(" ")), checkSettings(settings), flags);
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
