import { tensorflowVersion } from "../../tensorflow/backend/backend.ts";
import { root } from "../../system/paths.ts";
import { runCommand } from "../../system/run_command.ts";

/** Returns the versions of what a run's numbers depend on. */
export async function versions(): Promise<Record<string, string>> {
  return {
    deno: Deno.version.deno,
    tensorflow: await tensorflowVersion(),
    "@tensorflow/tfjs-node-gpu": await packageVersion("@tensorflow/tfjs-node-gpu"),
    "nodejs-polars": await packageVersion("nodejs-polars"),
    "@observablehq/plot": await packageVersion("@observablehq/plot"),
  };
}

/** Returns the checkout's commit, with `+changes` behind it if files were changed since; null outside of git. */
export async function gitCommit(): Promise<string | null> {
  const head = await runCommand("git", ["rev-parse", "HEAD"], { cwd: root });
  if (!head.success) return null;
  const status = await runCommand("git", ["status", "--porcelain"], { cwd: root });
  return head.output.trim() + (status.output.trim() === "" ? "" : "+changes");
}

/** Returns the installed version of an npm package. */
export async function packageVersion(name: string): Promise<string> {
  return JSON.parse(await Deno.readTextFile(`${root}/node_modules/${name}/package.json`)).version;
}
