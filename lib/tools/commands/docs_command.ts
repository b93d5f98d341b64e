import { writeIndex } from "../../show/report/index_page.ts";
import { withAdapter } from "../setup/run_tests.ts";
import { remove } from "../../system/files.ts";
import { root } from "../../system/paths.ts";
import { runCommand } from "../../system/run_command.ts";

/** The tests that know what generated parts of the documentation must say; with `--update` they write them. */
const generated = ["tests/architecture", "tests/docs"];
const pages = `${root}/reports/api`;

/**
 * Writes what the documentation takes from the code: the tables between markers, the notes in the rooms, and the pages
 * of lib/mod.ts in reports/api. Throws one sentence if a part cannot be written.
 */
export async function docsCommand(): Promise<void> {
  const tables = await deno(["test", "-A", ...await withAdapter(), ...generated, "--", "--update"]);
  if (!tables.success) throw new Error(`The tables could not be written: ${tables.output.trim().split("\n").at(-1)}`);
  console.log("Written: the tables of docs/ and CONTRIBUTING.md, and the notes in the rooms of lib/");
  await remove(`${pages}.partial`);
  const library = await deno(["doc", "--html", "--name=har", `--output=${pages}.partial`, "lib/mod.ts"]);
  if (!library.success) throw new Error(`The pages could not be written: ${library.output.trim().split("\n").at(-1)}`);
  await remove(pages);
  await Deno.rename(`${pages}.partial`, pages);
  await writeIndex(`${root}/reports`);
  console.log(`Written: ${pages}/index.html`);
}

function deno(args: string[]) {
  return runCommand(Deno.execPath(), args, { cwd: root, env: { NO_COLOR: "1" } });
}
