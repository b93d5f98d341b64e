import { Command } from "commander";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task test` */
export const testFlags: Command = new Command("test")
  .description("check format, lint and types, and run the tests")
  .argument("[files...]", "test files or folders; default: all, and the checks")
  .action(runTests);

/** `deno task test:browser` */
export const browserTestFlags: Command = new Command("test:browser")
  .description("test notebook 04 in JupyterLab and an exported network in a real browser; needs Chromium")
  .action(() => runTests(["tests/browser/exported_network.ts", "tests/browser/jupyterlab.ts"]));

async function runTests(files: string[]): Promise<void> {
  await setUpFirst();
  const { runTests } = await import("../setup/run_tests.ts");
  if (!await runTests(files)) Deno.exitCode = 1;
}
