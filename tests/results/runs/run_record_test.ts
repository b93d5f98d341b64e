import { assertEquals, assertRejects } from "@std/assert";
import { checkSettings } from "../../../lib/settings/experiment_settings.ts";
import { keptRuns } from "../../../lib/results/runs/find_run.ts";
import { keptFolder, readKept } from "../../../lib/results/runs/kept_records.ts";
import { readRuns } from "../../../lib/results/runs/list_runs.ts";
import { readRecord, recordText } from "../../../lib/results/runs/run_record.ts";
import { presets } from "../../../lib/settings/presets.ts";
import { namesIn } from "../../../lib/system/files.ts";
import { inFolder } from "../../support/in_folder.ts";
import { smallRecord, writeRecord } from "../../support/small_record.ts";

const { settings: _, ...withoutSettings } = smallRecord("run-1");

Deno.test("a record is read as it was written, with NaN where a training went wrong", () =>
  inFolder(async (folder) => {
    const record = smallRecord("run-1", { settings: { cardinality: 8, patience: 3 }, threads: 2, warnings: ["a"] });
    record.history[1].loss = NaN;
    await Deno.writeTextFile(`${folder}/run.json`, recordText(record));
    assertEquals(await readRecord(folder), record);
  }));

Deno.test("a record of the first version says only what was given; the rest has its defaults", () =>
  inFolder(async (folder) => {
    const retired = { warmUpEpochs: 0, shift: 0 };
    const settings = { data: null, split: "subject", epochs: 8, batch: 128, learningRate: 0.0005, seed: 1, ...retired };
    await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify({ ...withoutSettings, settings }));
    assertEquals(
      (await readRecord(folder)).settings,
      checkSettings({ ...presets.article, split: "subject", epochs: 8 }),
    );
  }));

/** What may be wrong in a record, and the end of the sentence that says so. */
const broken: [string, object | string, string][] = [
  ["no JSON", "{", "is not the record of a run: Expected property name"],
  ["no object", "3", "is not the record of a run: it: Invalid input: expected object, received number."],
  [
    "a text for a number",
    { trainingSeconds: "12" },
    "trainingSeconds: Invalid input: expected number, received string.",
  ],
  ["an accuracy above 1", { test: { ...withoutSettings.test, accuracy: 2 } }, "test.accuracy: Too big"],
  ["an unknown setting", { settings: { cardinalty: 4 } }, 'There is no setting "cardinalty"'],
  ["a setting that makes no sense", { settings: { batch: 0 } }, "batch must be a whole number of 1 or more, and is 0."],
  ["a setting that no longer exists", { settings: { warmUpEpochs: 0, shift: 3 } }, "it was trained with shift 3"],
  ["a newer version", { version: 99 }, "a newer version of this project wrote it (99, and this one reads up to 3)."],
];

for (const [what, change, sentence] of broken) {
  Deno.test(`a record with ${what} is one sentence, and hides no other`, () =>
    inFolder(async (folder) => {
      await writeRecord(folder, smallRecord("run-1"));
      await Deno.mkdir(`${folder}/run-2`);
      const text = typeof change === "string" ? change : JSON.stringify({ ...smallRecord("run-2"), ...change });
      await Deno.writeTextFile(`${folder}/run-2/run.json`, text);
      await assertRejects(() => readRecord(`${folder}/run-2`), Error, sentence);
      assertEquals((await readRuns({ folder })).map(({ id }) => id), ["run-1"]);
    }));
}

Deno.test("every record that came with the project is read, each once", async () => {
  let lines = 0;
  for (const name of await namesIn(keptFolder)) {
    lines += (await Deno.readTextFile(`${keptFolder}/${name}`)).trim().split("\n").length;
  }
  const kept = await readKept();
  assertEquals([kept.length, new Set(kept.map(({ run }) => run.id)).size], [lines, lines]);
  const [run] = await keptRuns([checkSettings({ ...presets["by-person"], seed: 2 })]);
  assertEquals(run?.test.accuracy.toFixed(4), "0.9763");
});
