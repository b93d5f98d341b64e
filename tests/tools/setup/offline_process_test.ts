import { assert, assertEquals } from "@std/assert";
import { root } from "../../../lib/system/paths.ts";
import { runCommand } from "../../../lib/system/run_command.ts";
import { inFolder } from "../../support/in_folder.ts";

/** Runs a command where there is no network but the machine's own loopback. */
function withoutNetwork(...command: string[]) {
  const inside = ["--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
  return runCommand("unshare", [...inside, ...command], { cwd: root });
}

const possible = (await withoutNetwork("true")).success;

Deno.test({
  name: "once set up, training and the page of runs need no network",
  ignore: !possible,
  fn: () =>
    inFolder(async (folder) => {
      const online = await withoutNetwork(Deno.execPath(), "eval", 'await fetch("http://example.org")');
      assertEquals(online.success, false, "there is a network where there must be none");
      const { success, output } = await withoutNetwork(
        Deno.execPath(),
        "run",
        "-A",
        "tests/support/offline_work.ts",
        folder,
      );
      assert(success, output);
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
      assertEquals(names, ["runs", "runs.html"]);
    }),
});
