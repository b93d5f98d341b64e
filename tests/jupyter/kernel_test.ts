import { assertEquals } from "@std/assert";
import { root } from "../../lib/system/paths.ts";
import { runPython } from "../../lib/system/run_command.ts";

/** Imports the library in the kernel and presses Tab behind the beginning of a name. */
const driver = `
import json, sys
from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="deno", startup_timeout=60, cwd=sys.argv[1])
status = client.execute_interactive('import * as har from "har";', timeout=90)["content"]["status"]
client.complete("har.", 4)
matches = client.get_shell_msg(timeout=30)["content"]["matches"]
manager.shutdown_kernel(now=True)
print(json.dumps({"status": status, "matches": matches}))
`;

Deno.test("in the kernel, har is the library, and Tab lists what it exports", async () => {
  const { output } = await runPython(["-c", driver, `${root}/notebooks`]);
  const { status, matches } = JSON.parse(output.split("\n").at(-1)!);
  assertEquals(status, "ok", output);
  const found = matches.map((match: string) => match.replace(/^har\./, ""));
  for (const name of ["peoplePlot", "trainLive", "articleSettings", "flagsOf"]) {
    assertEquals(found.includes(name), true, `${name} is missing among ${found}`);
  }
});
