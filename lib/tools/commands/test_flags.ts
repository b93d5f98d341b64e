import { Command } from "commander";
import { setUpFirst } from "./set_up_first.ts";

/** `deno task test` */
export const testFlags: Command = new Command("test")
  .description("check format, lint and types, and run the tests")
  .argument("[files...]", "test files or folders; default: all, and the checks")
  .option("--quick", "only the checks, and the tests that start no process, kernel or browser")
  .action(runTests);

/** `deno task test:browser` */
export const browserTestFlags: Command = new Command("test:browser")
  .description("test in a real browser: JupyterLab, an exported network, the pages; needs Chromium")
  .action(() => runTests(["tests/browser"]));

async function runTests(files: string[], options: { quick?: boolean } = {}): Promise<void> {
  await setUpFirst();
  const { runTests } = await import("../setup/run_tests.ts");
  if (!await runTests(files, options)) Deno.exitCode = 1;
}
