// These tests take the binding out of this checkout, so nothing else may run beside them.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { linkTarget, linkTo } from "../../../lib/system/files.ts";
import { addonPath, root } from "../../../lib/system/paths.ts";
import { runCommand } from "../../../lib/system/run_command.ts";

const cli = (...args: string[]) =>
  runCommand(Deno.execPath(), ["run", "-A", "lib/cli.ts", ...args], { cwd: root, env: { NO_COLOR: "1" } });

Deno.test("set-up puts the binding back when node_modules lost it, and a second one takes no time", async () => {
  const target = await linkTarget(addonPath);
  if (target !== undefined) await Deno.remove(addonPath);
  const first = await cli("setup");
  assert(first.success, first.output);
  assertEquals(await linkTarget(addonPath), target);
  const started = performance.now();
  const second = await cli("setup");
  assertEquals([second.success, second.output], [true, ""]);
  assert(performance.now() - started < 5000);
});

Deno.test("doctor finds a binding that is missing, and fails", async () => {
  const target = await linkTarget(addonPath);
  if (target === undefined) return;
  await Deno.remove(addonPath);
  try {
    const { code, output } = await cli("doctor");
    assertEquals(code, 1);
    assertMatch(output, /BROKEN +native binding +it is missing: run `deno task setup`/);
  } finally {
    await linkTo(addonPath, target);
  }
});
