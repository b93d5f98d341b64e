import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkSettings } from "../../../lib/settings/experiment_settings.ts";
import { type Examination, examinations } from "../../../lib/results/runs/examine_run.ts";
import { findRun } from "../../../lib/results/runs/find_run.ts";
import { keepRecords, readKept } from "../../../lib/results/runs/kept_records.ts";
import { findRecord, listRuns, readRuns } from "../../../lib/results/runs/list_runs.ts";
import { inFolder } from "../../support/in_folder.ts";
import { smallRecord, writeRecord } from "../../support/small_record.ts";

const [first, second, third] = [1, 2, 3].map((seed) => smallRecord(`run-${seed}`, { settings: { seed } }));

/** Runs a test with one run that was made here and two that came with the project as the study "batch". */
const withRuns = (test: (options: { folder: string; keptFolder: string }) => Promise<void>) =>
  inFolder(async (folder) => {
    const options = { folder: `${folder}/runs`, keptFolder: `${folder}/kept` };
    await writeRecord(options.folder, third);
    const examination = { run: first.id, similarity: "made up" };
    await keepRecords("batch", [{ run: second }, { run: first, examination }], options.keptFolder);
    await test(options);
  });

Deno.test("whatever reads records finds one's own and those that came with the project, which name their study", () =>
  withRuns(async (options) => {
    assertEquals(await readRuns(options), [{ ...first, kept: "batch" }, { ...second, kept: "batch" }, third]);
    assertEquals((await findRecord("run-2", options))?.kept, "batch");
    assertEquals((await findRun(checkSettings({ seed: 1 }), first.data, options))?.id, "run-1");
    assertEquals(
      await findRun(checkSettings({ seed: 1 }), first.data, { folder: options.folder }),
      undefined,
      "a folder is named",
    );
    assertEquals(await examinations.read("run-1", options), { run: "run-1", similarity: "made up" } as never);
    assertEquals(await examinations.read("run-2", options), undefined);
    await examinations.write({ run: "run-3" } as Examination, options);
    const examined = await examinations.kept(() => true, options);
    assertEquals(examined.map(({ run }) => run.id), ["run-1", "run-3"]);
  }));

Deno.test("lists show one's own, and the others if asked for", () =>
  withRuns(async (options) => {
    assertEquals((await listRuns(options)).map(({ id }) => id), ["run-3"]);
    assertEquals((await listRuns({ ...options, kept: true })).map(({ id }) => id), ["run-1", "run-2", "run-3"]);
  }));

Deno.test("a study's file is written anew, and a record that another study keeps stays there", () =>
  withRuns(async ({ keptFolder }) => {
    assertEquals(await keepRecords("width", [{ run: { ...first, kept: "batch" } }, { run: third }], keptFolder), {
      path: `${keptFolder}/width.jsonl`,
      count: 1,
    });
    assertEquals((await readKept(keptFolder)).map(({ run }) => [run.id, run.kept]), [
      ["run-1", "batch"],
      ["run-2", "batch"],
      ["run-3", "width"],
    ]);
    assertEquals((await Deno.readTextFile(`${keptFolder}/width.jsonl`)).includes("kept"), false);
    await keepRecords("batch", [], keptFolder);
    assertEquals((await readKept(keptFolder)).map(({ run }) => run.id), ["run-3"]);
  }));

Deno.test("a line that is no record is one sentence, and hides no other", () =>
  withRuns(async ({ keptFolder }) => {
    const path = `${keptFolder}/batch.jsonl`;
    const [line] = (await Deno.readTextFile(path)).split("\n");
    await Deno.writeTextFile(path, `${line}\n{"run": {"id": 7}}\n`);
    await Deno.utime(path, 1, 1);
    const error = console.error;
    let said = "";
    console.error = (text: string) => said += text;
    try {
      assertEquals((await readKept(keptFolder)).map(({ run }) => run.id), ["run-1"]);
    } finally {
      console.error = error;
    }
    assertStringIncludes(said, `Skipped: line 2 of ${path} is not the record of a run: id: `);
  }));
