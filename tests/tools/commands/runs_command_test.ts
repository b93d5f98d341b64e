import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { runsCommand, type RunsCommandOptions } from "../../../lib/tools/commands/runs_command.ts";
import { keepRecords, keptFolder, readKept } from "../../../lib/results/runs/kept_records.ts";
import { inFolder } from "../../support/in_folder.ts";
import { smallRecord, writeRecord } from "../../support/small_record.ts";
import { presets } from "../../../lib/settings/presets.ts";

/** Returns what the command prints on standard output. */
async function printed(options: RunsCommandOptions): Promise<string> {
  const log = console.log;
  const lines: string[] = [];
  console.log = (line: string) => lines.push(line);
  try {
    await runsCommand(options);
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}

async function writeThree(folder: string): Promise<void> {
  await writeRecord(folder, smallRecord("run-1", { wrong: 6, settings: { cardinality: 8, keep: "last" } }));
  await writeRecord(folder, smallRecord("run-2", { wrong: 3, settings: { split: "subject", batch: 64 } }));
  await writeRecord(folder, smallRecord("run-3", { wrong: 12, settings: { ...presets["by-person"], noise: 0.05 } }));
}

/** Returns the identifiers in the order in which they are printed. */
const ids = (text: string) => [...text.matchAll(/^run-\d/gm)].map(([id]) => id);

Deno.test("runs are a table no wider than 120 characters, the real ones too", async () => {
  const text = await printed({ kept: true });
  for (const line of text.split("\n")) assert(line.length <= 120, line);
  assert(text.split("\n").length > 50);
});

Deno.test("a run shows the settings that differ from the defaults, or from a preset that is nearer", () =>
  inFolder(async (folder) => {
    await writeThree(folder);
    const lines = (await printed({ folder })).split("\n");
    assertEquals(lines[0].split(/ {2,}/), ["id", "when", "split", "settings", "epochs", "accuracy", "F1", "seconds"]);
    assertEquals(lines[2].split(/ {2,}/).slice(2), [
      "random",
      "cardinality 8, keep last",
      "50",
      "0.9000",
      "0.9000",
      "6",
    ]);
    assertStringIncludes(lines[4], "by-person, noise 0.05");
  }));

Deno.test("runs are sorted by a column or a setting, and filtered by settings", () =>
  inFolder(async (folder) => {
    await writeThree(folder);
    assertEquals(ids(await printed({ folder })), ["run-1", "run-2", "run-3"]);
    assertEquals(ids(await printed({ folder, sort: "accuracy" })), ["run-2", "run-1", "run-3"]);
    assertEquals(ids(await printed({ folder, sort: "batch" })), ["run-2", "run-1", "run-3"]);
    assertEquals(ids(await printed({ folder, where: ["split=subject"] })), ["run-2", "run-3"]);
    assertEquals(ids(await printed({ folder, where: ["split=subject noise=0", "accuracy>0.9"] })), ["run-2"]);
    assertEquals(await printed({ folder, where: ["seed=9"] }), 'No run passes "seed=9".');
    await assertRejects(() => runsCommand({ folder, sort: "colour" }), Error, 'Runs have no "colour", but when');
    await assertRejects(() => runsCommand({ folder, where: ["splt=a"] }), Error, 'Runs have no "splt"');
  }));

Deno.test("runs that came with the project are listed if asked for, with their study", () =>
  inFolder(async (folder) => {
    await writeThree(`${folder}/own`);
    const run = smallRecord("run-4", { settings: { split: "subject" } });
    await keepRecords("batch", [{ run }], `${folder}/kept`);
    const options = { folder: `${folder}/own`, keptFolder: `${folder}/kept` };
    assertEquals(ids(await printed(options)), ["run-1", "run-2", "run-3"]);
    const lines = (await printed({ ...options, kept: true, where: ["split=subject"] })).split("\n");
    assertEquals(lines[0].split(/ {2,}/).slice(0, 3), ["id", "kept", "settings"]);
    assertEquals(lines.slice(2).map((line) => line.split(/ {2,}/).slice(0, 2)), [
      ["run-2", "batch 64"],
      ["run-3", "by-person, noise 0.05"],
      ["run-4", "batch"],
    ]);
  }));

Deno.test("as JSON, a run has its settings, and the flags that repeat it", () =>
  inFolder(async (folder) => {
    await writeThree(folder);
    const [best] = JSON.parse(await printed({ folder, sort: "accuracy", json: true }));
    assertEquals([best.id, best.accuracy, best.settings.batch, best.data], ["run-2", 0.95, 64, "hapt"]);
    assertEquals(best.flags, "--preset article --split subject --batch 64");
  }));

Deno.test("without runs there is one sentence", () =>
  inFolder(async (folder) => {
    assertEquals(await printed({ folder }), "There are no runs yet: `deno task train` or notebook 04 makes them.");
    const { length } = await readKept();
    assertStringIncludes(await printed({ folder, keptFolder }), `The project keeps ${length} of its studies`);
  }));
