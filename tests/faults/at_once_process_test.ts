import { assert, assertEquals } from "@std/assert";
import { loadWindows } from "../../lib/data/windows/load_windows.ts";
import { readRuns } from "../../lib/results/runs/list_runs.ts";
import { exists } from "../../lib/system/files.ts";
import { root } from "../../lib/system/paths.ts";
import { runCommand } from "../../lib/system/run_command.ts";
import { haptFiles, zip } from "../support/archives.ts";
import { inFolder } from "../support/in_folder.ts";
import { smallRecord, writeRecord } from "../support/small_record.ts";

const processes = [1, 2, 3, 4];

Deno.test("four processes at once in the same folders tear no file and lose no run", () =>
  inFolder(async (folder) => {
    await zip(folder, haptFiles());
    await Deno.mkdir(`${folder}/runs`);
    for (const number of processes) await writeRecord(`${folder}/trial-${number}`, smallRecord("run-1"));
    const work = processes.map((number) =>
      runCommand(Deno.execPath(), ["run", "-A", "tests/support/at_once_work.ts", folder, String(number)], { cwd: root })
    );
    const ready = async () =>
      (await Promise.all(processes.map((number) => exists(`${folder}/ready-${number}`)))).every(Boolean);
    while (!await ready()) await new Promise((resolve) => setTimeout(resolve, 20));
    await Deno.writeTextFile(`${folder}/go`, "");
    const results = (await Promise.all(work)).map(({ success, output }) => {
      assert(success, output);
      return JSON.parse(output.trim().split("\n").at(-1)!);
    });
    const { frame } = await loadWindows({ data: `${folder}/archive.zip`, cache: `${folder}/cache` });
    for (const { rows } of results) assertEquals(rows, JSON.parse(JSON.stringify(frame.toRecords())));
    const begun = results.flatMap(({ ids }) => ids);
    assertEquals([begun.length, new Set(begun).size], [20, 20]);
    assertEquals(new Set(results.map(({ id }) => id)).size, 4);
    assertEquals(
      (await readRuns({ folder: `${folder}/runs` })).map(({ id }) => id).sort(),
      results.map(({ id }) => id).sort(),
    );
    for (const place of [folder, `${folder}/cache`, `${folder}/runs`]) {
      for await (const { name } of Deno.readDir(place)) assert(!name.endsWith(".partial"), `${place}/${name}`);
    }
    for (const page of ["runs.html", "index.html"]) {
      assert((await Deno.readTextFile(`${folder}/${page}`)).trimEnd().endsWith("</html>"));
    }
  }));
