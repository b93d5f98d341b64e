import { writeIndex } from "../report/index_page.ts";
import { root } from "../system/paths.ts";
import { run } from "../system/run_command.ts";
import { withAdapter } from "../setup/run_tests.ts";

/** The tests that know what generated parts of the documentation must say; with `--update` they write them. */
const generated = ["tests/architecture", "tests/docs"];

/**
 * Writes what the documentation takes from the code: the tables between markers, the notes in the rooms, and the API pages
 * of lib/mod.ts in reports/api. Returns whether all of it could be written.
 */
export async function docsCommand(): Promise<boolean> {
  const onLine = (line: string) => console.log(line);
  const options = { cwd: root, env: { NO_COLOR: "1" }, onLine };
  const updated = await run(
    Deno.execPath(),
    ["test", "-A", ...await withAdapter(), ...generated, "--", "--update"],
    options,
  );
  const pages = ["doc", "--html", "--name=har", "--output=reports/api", "lib/mod.ts"];
  const written = await run(Deno.execPath(), pages, options);
  await writeIndex(`${root}/reports`);
  return updated.success && written.success;
}
