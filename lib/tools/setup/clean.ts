import { pythonEnvironment, root, setupFolder } from "../../system/paths.ts";
import { namesIn, remove } from "../../system/files.ts";
import { runCommand } from "../../system/run_command.ts";
import { textTable } from "../../system/text_table.ts";

/** Something that this project made, and that can be removed. */
export interface Removable {
  what: string;
  paths: string[];
  bytes: number;
}

/**
 * Returns what this project made in a checkout, with its sizes: the set-up, caches, pages and, unless `keepRuns`, the
 * trainings. What git keeps and archives in data/ are none of it. Without git nobody can tell which pages came with the
 * project, so they are left out.
 */
export async function removable({ folder = root, keepRuns = false } = {}): Promise<Removable[]> {
  const here = (path: string) => path.replace(root, folder);
  const found: [what: string, paths: string[]][] = [
    ["set-up: Python side, TensorFlow, native binding", [here(setupFolder), here(pythonEnvironment)]],
    ["npm packages", [`${folder}/node_modules`]],
    ["windows as they were read", [`${folder}/data/cache`]],
    ["what was measured against others", [`${folder}/data/bench`]],
  ];
  const tracked = await runCommand("git", ["ls-files", "reports"], { cwd: folder });
  if (tracked.success) {
    const kept = tracked.output.split("\n").map((file) => `${folder}/${file}`);
    const pages = await pathsIn(`${folder}/reports`, /\.(html|json)$|^api$/);
    found.push(["pages in reports", pages.filter((path) => !kept.includes(path))]);
  }
  if (!keepRuns) found.push(["trainings, which take their time again", await pathsIn(`${folder}/reports/runs`, /./)]);
  const all: Removable[] = [];
  for (const [what, paths] of found) {
    const sizes = await Promise.all(paths.map(sizeOf));
    const there = paths.filter((_, index) => sizes[index] !== undefined);
    if (there.length > 0) {
      all.push({
        what,
        paths: there,
        bytes: sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
      });
    }
  }
  return all;
}

/** Removes what was made. */
export async function clean(all: Removable[]): Promise<void> {
  for (const path of all.flatMap(({ paths }) => paths)) await remove(path);
}

/** Returns the paths of what in a folder has such a name. */
async function pathsIn(folder: string, pattern: RegExp): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => pattern.test(name)).sort().map((name) => `${folder}/${name}`);
}

/** Returns the bytes of a file, or of all files in a folder, links not followed; undefined if nothing is there. */
async function sizeOf(path: string): Promise<number | undefined> {
  const entry = await Deno.lstat(path).catch(() => undefined);
  if (!entry?.isDirectory) return entry?.size;
  let bytes = 0;
  for (const name of await namesIn(path)) bytes += await sizeOf(`${path}/${name}`) ?? 0;
  return bytes;
}

/**
 * Shows what the project made here, with sizes, asks, and removes it. Throws one sentence if nobody can be asked.
 * `keepRuns` leaves the trainings, and `yes` asks nothing.
 */
export async function cleanCommand({ keepRuns, yes }: { keepRuns?: boolean; yes?: boolean }): Promise<void> {
  const all = await removable({ keepRuns });
  if (all.length === 0) return console.log("There is nothing to remove.");
  console.log(
    textTable(
      all.map(({ what, paths, bytes }) => ({ MB: (bytes / 1e6).toFixed(1), places: String(paths.length), what })),
    ),
  );
  if (!yes && !Deno.stdin.isTerminal()) {
    throw new Error("Nobody is at a terminal to be asked: say `deno task clean --yes`.");
  }
  if (!yes && !confirm("Remove all of it?")) return console.log("Nothing was removed.");
  await clean(all);
  console.log("It is removed; the next task sets up again.");
}
