import { assert, assertEquals, assertGreater, assertLess, assertRejects, assertThrows } from "@std/assert";
import { articleSettings, checkSettings } from "../../../lib/settings/experiment_settings.ts";
import { gridSearch, randomSearch } from "../../../lib/results/studies/search_space.ts";
import { readSweep } from "../../../lib/results/studies/sweep_file.ts";
import { inFolder } from "../../support/in_folder.ts";
import { measured, type Measurements } from "../../../lib/results/studies/measured.ts";
import { root } from "../../../lib/system/paths.ts";

Deno.test("a grid has every combination once, the last setting changing fastest", () => {
  const trials = gridSearch(articleSettings, { cardinality: [1, 8], seed: [1, 2, 3] });
  assertEquals(trials.map(({ cardinality, seed }) => [cardinality, seed]), [
    [1, 1],
    [1, 2],
    [1, 3],
    [8, 1],
    [8, 2],
    [8, 3],
  ]);
  assertEquals(trials[5], checkSettings({ ...articleSettings, cardinality: 8, seed: 3 }));
});

Deno.test("a random search draws from lists and ranges, the same by the same seed", () => {
  const vary = {
    learningRate: { from: 1e-4, to: 1e-2, scale: "log" as const },
    batch: { from: 16, to: 19, whole: true },
    cardinality: [2, 4],
  };
  const trials = randomSearch(articleSettings, vary, { trials: 400, seed: 3 });
  assertEquals(trials.length, 400);
  assertEquals(trials, randomSearch(articleSettings, vary, { trials: 400, seed: 3 }));
  const rates = trials.map(({ learningRate }) => learningRate);
  assert(rates.every((rate) => rate >= 1e-4 && rate <= 1e-2));
  // By the logarithm, half of them lie below the root of the product of both ends.
  const low = rates.filter((rate) => rate < 1e-3).length;
  assertGreater(low, 160);
  assertLess(low, 240);
  assertEquals([...new Set(trials.map(({ batch }) => batch))].sort(), [16, 17, 18, 19]);
  assertEquals([...new Set(trials.map(({ cardinality }) => cardinality))].sort(), [2, 4]);
});

Deno.test("settings that are unknown or make no sense are refused before anything runs", () => {
  const unknown = { cardinalty: [1] } as Record<string, number[]>;
  assertThrows(() => gridSearch(articleSettings, unknown), Error, 'There is no setting "cardinalty"');
  assertThrows(() => gridSearch(articleSettings, { batch: [0] }), Error, "batch must be a whole number of 1 or more");
  assertThrows(() => gridSearch(articleSettings, { batch: { from: 1, to: 2 } }), Error, "A grid search needs a list");
});

/** What a sweep's file may not say, and the sentence that must come of it. */
const refused: [string, string][] = [
  ["{", "is not JSON"],
  ["[]", "a sweep is an object"],
  ["{}", '"vary" must name settings'],
  ['{"vary": {"seed": []}}', "vary.seed must be a list of values, or a range"],
  ['{"vary": {"seed": [1]}, "search": "best"}', '"search" must be "grid" or "random"'],
  ['{"vary": {"seed": [1]}, "trials": 3}', '"trials" and "seed" belong to a random search'],
  ['{"vary": {"seed": [1]}, "epochs": 3}', 'there is no "epochs" in a sweep'],
  ['{"vary": {"seed": [1]}, "settings": {"epoch": 3}}', 'There is no setting "epoch"'],
  ['{"vary": {"learningRate": {"from": 0, "to": 1, "scale": "log"}}, "search": "random"}', "vary.learningRate must be"],
  ['{"vary": {"seed": [1]}, "preset": "best"}', 'There is no preset "best"'],
];

Deno.test("a sweep's file gives its trials, or one sentence that names it", () =>
  inFolder(async (folder) => {
    const path = `${folder}/sweep.json`;
    await Deno.writeTextFile(
      path,
      '{"preset": "by-person", "settings": {"epochs": 3}, "vary": {"mixup": [0, 0.2]}, "search": "random", "trials": 5}',
    );
    const trials = await readSweep(path);
    assertEquals(
      trials.map(({ epochs, split, averaging }) => [epochs, split, averaging]),
      Array(5).fill([3, "subject", 0.99]),
    );
    for (const [text, sentence] of refused) {
      await Deno.writeTextFile(path, text);
      await assertRejects(() => readSweep(path), Error, sentence);
    }
    await assertRejects(() => readSweep(`${folder}/none.json`), Error, "none.json cannot be read");
  }));

Deno.test("what is kept of memory and browsers names its machine, its day and its command", async () => {
  const { results, machine, command, date } = await measured("groups");
  assertEquals([command, new Date(date).toISOString()], ["deno task bench groups", date]);
  assertGreater(machine.cores, 0);
  assertEquals(results.map(({ cardinality }) => cardinality), [...[1, 2, 4, 8, 16, 32].flatMap((g) => [g, g, g]), 4]);
  for (const { bytes, milliseconds } of results) {
    assertEquals([bytes.length, milliseconds.length], [3, 3]);
    assertGreater(Math.min(...bytes), 1e9);
    assertGreater(Math.min(...milliseconds), 10);
  }
  await assertRejects(() => measured("nothing" as keyof Measurements), Error, "run deno task bench nothing");
});

const folder = `${root}/notebooks/sweeps`;
const names = [...Deno.readDirSync(folder)].map(({ name }) => name);

for (const name of names) {
  Deno.test(`${name} names trials that are all different`, async () => {
    const trials = (await readSweep(`${folder}/${name}`)).map((settings) => JSON.stringify(settings));
    assertEquals(trials.length, new Set(trials).size);
  });
}

Deno.test("a study that compares settings tests on people held back, except those of the article and of whole recordings", async () => {
  const articles = [
    "filters",
    "article",
    "one-person-out",
    "precision-article",
    "recordings",
    "groups-random",
    "networks-random",
  ]
    .map((name) => `${name}.json`);
  for (const name of names.filter((name) => !articles.includes(name))) {
    const splits = new Set((await readSweep(`${folder}/${name}`)).map(({ split }) => split));
    assertEquals([...splits], ["development"], name);
  }
});
