import { fileURLToPath } from "node:url";
import { adoptRun } from "../../results/runs/run_folder.ts";
import { root, setupFolder } from "../../system/paths.ts";
import { environment, runsFolder } from "../../settings/environment.ts";
import { environmentReady, makeEnvironment, type PythonEnvironment } from "../setup/python_environment.ts";
import type { PoolOptions } from "./local_pool.ts";
import type { TrialOrder } from "./trial_process.ts";
import { linesOf } from "../../system/run_command.ts";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The Python environment of Dask's client; it can serve a scheduler and workers too. */
export const daskEnvironment: PythonEnvironment = {
  title: "Dask",
  link: `${setupFolder}/dask`,
  prefix: "dask-",
  requirements: here("requirements.txt"),
};

/** Installs Dask into data/setup, if it is not there. Throws one sentence if it is not available. */
export async function installDask(): Promise<void> {
  if (!await environmentReady(daskEnvironment)) await makeEnvironment(daskEnvironment);
}

/** Returns the flags that give a trial elsewhere the device that was asked for here. */
function deviceFlags(): string[] {
  const device = environment("HAR_DEVICE");
  return [
    ...(device === "auto" ? [] : ["--device", device]),
    ...(environment("HAR_TF32") === "1" ? ["--tf32"] : []),
    ...(environment("HAR_XLA") === "1" ? ["--xla"] : []),
  ];
}

/** What dask_driver.py says, each a line of JSON. */
type DriverNews = { workers: number } | { index: number; folder: string } | { index: number; error: string };

/**
 * Runs trials on a Dask cluster. Each worker needs this project at the same path as here, or at the one that its
 * environment variable `HAR_ROOT` names, and Deno likewise or by `HAR_DENO`. The trials of a worker that dies are run
 * again elsewhere. Runs come back into the folder of runs. Throws one sentence if there is no scheduler, or its driver
 * dies.
 */
export async function daskPool(orders: TrialOrder[], options: PoolOptions & { address: string }): Promise<void> {
  const { address, signal, onProgress, onEnd } = options;
  await installDask();
  const runs = orders[0].runs ?? runsFolder;
  await Deno.mkdir(runs, { recursive: true });
  const driver = new Deno.Command(`${daskEnvironment.link}/bin/python`, {
    args: [here("dask_driver.py"), address, root, Deno.execPath(), runs, ...deviceFlags()],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = driver.stdin.getWriter();
  const takeBack = () => void input.close().catch(() => {});
  signal.addEventListener("abort", takeBack, { once: true });
  const complaint = new Response(driver.stderr).text();
  onProgress(0, `asking the scheduler at ${address}`);
  // A driver that died before it read is told of by its status.
  await input.write(new TextEncoder().encode(JSON.stringify(orders) + "\n")).catch(() => {});
  for await (const line of linesOf(driver.stdout)) {
    const news: DriverNews = JSON.parse(line);
    if ("workers" in news) onProgress(0, `${news.workers} workers at ${address}`);
    else if ("error" in news) onEnd(news.index, { error: news.error });
    else onEnd(news.index, { run: await adoptRun(news.folder, runs) });
  }
  const { success } = await driver.status;
  signal.removeEventListener("abort", takeBack);
  takeBack();
  if (success) return;
  const last = (await complaint).trim().split("\n").at(-1) ?? "";
  throw new Error(last.replace(/^Error: /, "") || "The driver of Dask died.");
}
