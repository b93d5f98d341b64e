import { assertEquals } from "@std/assert";
import { readRuns } from "../../../lib/results/runs/list_runs.ts";
import { articleSettings } from "../../../lib/settings/experiment_settings.ts";
import { daskEnvironment, installDask } from "../../../lib/tools/sweep/dask_pool.ts";
import { gridSearch } from "../../../lib/results/studies/search_space.ts";
import { sweep } from "../../../lib/tools/sweep/sweep.ts";
import { inFolder } from "../../support/in_folder.ts";
import { canSeeProcesses, childrenOf } from "../../support/child_processes.ts";

const base = { ...articleSettings, data: "synthetic", trainingWindows: 64, batch: 32, epochs: 2, cardinality: 1 };

function dask(...args: string[]): Deno.ChildProcess {
  // What the workers' environment says gives way to what the sweep asks for.
  const env = { HAR_DEVICE: "auto" };
  return new Deno.Command(`${daskEnvironment.link}/bin/dask`, { args, env, stdout: "null", stderr: "null" }).spawn();
}

/** Waits until something is there. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

Deno.test("trials run on a Dask cluster, and those of a worker that is killed run again on the other", {
  ignore: !canSeeProcesses,
}, () =>
  inFolder(async (folder) => {
    await installDask();
    const device = Deno.env.get("HAR_DEVICE");
    Deno.env.set("HAR_DEVICE", "cpu");
    const place = `${folder}/scheduler.json`;
    const scheduler = dask(
      "scheduler",
      "--host",
      "127.0.0.1",
      "--port",
      "0",
      "--no-dashboard",
      "--scheduler-file",
      place,
    );
    const workers: Deno.ChildProcess[] = [];
    try {
      // The scheduler writes its file while this reads it.
      const { address } = await until(async () =>
        JSON.parse(await Deno.readTextFile(place).catch(() => "") || "null") ?? undefined
      );
      const options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", folder];
      workers.push(dask("worker", address, ...options), dask("worker", address, ...options));
      const trials = gridSearch(base, { seed: [1, 2, 3] });
      const runs = `${folder}/runs`;
      const whole = sweep(trials, { folder: runs, dask: address });
      await until(async () => (await childrenOf(workers[0].pid))[0]);
      workers[0].kill("SIGKILL");
      const outcomes = await whole;
      assertEquals(outcomes.map(({ error }) => error), [undefined, undefined, undefined]);
      assertEquals(outcomes.map(({ run }) => [run!.settings.seed, run!.history.length, run!.stopped]), [
        [1, 2, false],
        [2, 2, false],
        [3, 2, false],
      ]);
      assertEquals(outcomes.map(({ run }) => run!.device.why), ["asked for", "asked for", "asked for"]);
      const names = [...Deno.readDirSync(runs)].map(({ name }) => name).sort();
      assertEquals(names, (await readRuns({ folder: runs })).map(({ id }) => id).sort());
      assertEquals(names.length, 3);
    } finally {
      if (device === undefined) Deno.env.delete("HAR_DEVICE");
      else Deno.env.set("HAR_DEVICE", device);
      for (const process of [...workers, scheduler]) {
        try {
          process.kill("SIGTERM");
        } catch {
          // It was killed before.
        }
        await process.status;
      }
    }
  }));
