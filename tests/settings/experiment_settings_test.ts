import { assertEquals, assertThrows } from "@std/assert";
import { articleSettings, checkSettings } from "../../lib/settings/experiment_settings.ts";
import { presets } from "../../lib/settings/presets.ts";

Deno.test("what is left out has the article's settings, and what is given stays", () => {
  const { epochs, batch, learningRate, cardinality, split, seed } = articleSettings;
  assertEquals([epochs, batch, learningRate, cardinality, split, seed], [50, 128, 0.0005, 4, "random", 1]);
  assertEquals(checkSettings({ batch: 7 }), checkSettings({ ...articleSettings, batch: 7 }));
  assertEquals(checkSettings({ batch: undefined }), articleSettings);
  for (const preset of Object.values(presets)) assertEquals(checkSettings(preset), preset);
});

Deno.test("settings that make no sense are refused", () => {
  checkSettings(articleSettings);
  assertThrows(
    () => checkSettings({ ...articleSettings, epochs: 0 }),
    Error,
    "epochs must be a whole number of 1 or more",
  );
  assertThrows(() => checkSettings({ ...articleSettings, learningRate: NaN }), Error, "learningRate must be above 0");
  assertThrows(() => checkSettings({ ...articleSettings, split: "people" as "random" }), Error, "split must be one of");
});

Deno.test("settings that make no sense together are refused, and names that nobody knows", () => {
  const refused: [object, string][] = [
    [{ windowLength: 64, windowStep: 65 }, "windowStep must be windowLength, 64, at most, and is 65."],
    [{ windowLength: 65 }, "windowLength must be an even number of samples, 16 or more, and is 65."],
    [{ split: "subject", validationSubjects: 0 }, "validationSubjects 0 leaves nobody to choose an epoch by"],
    [{ split: "subject", validationSubjects: 0, keep: "last", patience: 2 }, "leave out patience"],
    [{ rotation: 181 }, "rotation must be 0 or more and at most 180 degrees, and is 181."],
    [{ seed: 0.5 }, "seed must be a whole number, and is 0.5."],
    [{ tensorboard: "yes" }, "tensorboard must be true or false, and is yes."],
    [{ learningrate: 1 }, 'There is no setting "learningrate": there are data, split,'],
    [{ split: "subject", testedEpochs: 2 }, 'testedEpochs must be 1 with the split "subject"'],
    [{ testedEpochs: 2 }, 'testedEpochs counts the last epochs: set keep to "last" and leave out patience.'],
    [{ testPerson: 3 }, 'testPerson belongs to the split "subject", and the split is "random".'],
  ];
  for (const [settings, sentence] of refused) assertThrows(() => checkSettings(settings), Error, sentence);
});

const senseless = {
  schedule: ["linear", 'schedule must be "constant" or "one-cycle"'],
  weightDecay: [NaN, "weightDecay must be 0 or more"],
  labelSmoothing: [1, "labelSmoothing must be from 0 to below 1"],
  classWeights: ["heavy", 'classWeights must be "balanced"'],
  patience: [0.5, "patience must be a whole number"],
  rotation: [-1, "rotation must be 0 or more"],
  averaging: [1, "averaging must be from 0 to below 1"],
  keep: ["first", 'keep must be "best" or "last"'],
} as const;

for (const [name, [value, error]] of Object.entries(senseless)) {
  Deno.test(`a setting that makes no sense is refused: ${name}`, () => {
    assertThrows(() => checkSettings({ ...articleSettings, [name]: value }), Error, error);
  });
}
