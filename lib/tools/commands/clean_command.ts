import { clean, removable } from "../setup/clean.ts";
import { textTable } from "../../system/text_table.ts";

export interface CleanCommandOptions {
  keepRuns?: boolean;
  yes?: boolean;
}

/** Shows what the project made here, with sizes, asks, and removes it. Throws one sentence if nobody can be asked. */
export async function cleanCommand({ keepRuns, yes }: CleanCommandOptions): Promise<void> {
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
