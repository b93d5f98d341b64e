import { assert, assertEquals, assertGreater } from "@std/assert";
import { loadWindows } from "../../lib/data/windows/load_windows.ts";
import { installKernel, kernelReady } from "../../lib/tools/jupyter/kernel.ts";
import { articleNetwork } from "../../lib/network/model/article_network.ts";
import { writeIndex } from "../../lib/show/report/index_page.ts";
import { page } from "../../lib/show/report/html_page.ts";
import { readRuns } from "../../lib/results/runs/list_runs.ts";
import { readRecord } from "../../lib/results/runs/run_record.ts";
import { adoptRun, writeRun } from "../../lib/results/runs/run_folder.ts";
import { namesIn, writeWhole } from "../../lib/system/files.ts";
import { readCheckpoint, writeCheckpoint } from "../../lib/network/training/checkpoint.ts";
import { haptFiles, zip } from "../support/archives.ts";
import { faults, onFaultyDisk } from "../support/faulty_files.ts";
import { inFolder } from "../support/in_folder.ts";
import { smallRecord, writeRecord } from "../support/small_record.ts";
import { leavingNoTensor } from "../support/leaving_no_tensor.ts";

/** Something that writes files, and what must be true of them. */
interface Work {
  /** Makes what is there before. */
  prepare?: (folder: string) => Promise<unknown>;
  act: (folder: string) => Promise<unknown>;
  /** Fails if something half-written counts as whole, or what was there before is lost. */
  sound: (folder: string) => Promise<unknown>;
  /** Fails if the work is not done. */
  done: (folder: string) => Promise<unknown>;
}

/** Lets each operation of a work fail in each way; after each failure the files must be sound, and the work be doable. */
async function walk({ prepare, act, sound, done }: Work): Promise<number> {
  let points = 0;
  for (const fault of faults) {
    for (let n = 1;; n++) {
      const fired = await inFolder(async (folder) => {
        await prepare?.(folder);
        const { fired, error } = await onFaultyDisk(n, fault, () => act(folder));
        const where = `${fault} at operation ${n}`;
        await told(where, error, () => sound(folder));
        await told(where, error, () => act(folder));
        await told(where, error, () => done(folder));
        return fired;
      });
      if (!fired) break;
      points++;
    }
  }
  return points;
}

async function told(where: string, error: Error | undefined, check: () => Promise<unknown>) {
  try {
    await check();
  } catch (failure) {
    throw new Error(`After ${where} (${error?.message ?? "nothing was thrown"}): ${(failure as Error).stack}`);
  }
}

const sortedNames = async (folder: string) => (await namesIn(folder)).sort();

const works: Record<string, Work> = {
  "keeping the windows of an archive": {
    prepare: (folder) => zip(folder, haptFiles()),
    act: (folder) => loadWindows({ data: `${folder}/archive.zip`, cache: `${folder}/cache` }),
    sound: async (folder) => {
      const { frame } = await loadWindows({ data: `${folder}/archive.zip`, cache: `${folder}/cache` });
      assertEquals(frame.height, 5);
    },
    done: async (folder) => {
      const kept = (await sortedNames(`${folder}/cache`)).filter((name) => !name.endsWith(".partial"));
      assertEquals(kept.map((name) => name.split(".").at(-1)), ["json", "parquet"]);
    },
  },
  "writing a checkpoint over another": {
    prepare: (folder) => writeCheckpoint(`${folder}/state`, checkpoint(1)),
    act: (folder) => writeCheckpoint(`${folder}/state`, checkpoint(2)),
    sound: async (folder) => {
      const { about, arrays } = (await readCheckpoint(`${folder}/state`))!;
      assert(about.random.i === 1 || about.random.i === 2);
      assertEquals(arrays, checkpoint(about.random.i).arrays);
    },
    done: async (folder) => assertEquals((await readCheckpoint(`${folder}/state`))!.about.random.i, 2),
  },
  "writing a run in the place of a stopped one": {
    prepare: (folder) => written(folder, { stopped: true }),
    act: (folder) => written(folder, { stopped: false }),
    sound: async (folder) => {
      const listed = await readRuns({ folder: `${folder}/runs` });
      if (listed.length === 1) return;
      // Died between two renames: the old run and the new one lie beside, whole, and the same training brings one back.
      const beside = (await sortedNames(`${folder}/runs`)).filter((name) => name.includes(".partial"));
      assertEquals(beside, ["run-1.partial", "run-1.replaced.partial"]);
      for (const name of beside) await readRecord(`${folder}/runs/${name}`);
    },
    done: async (folder) => {
      const listed = await readRuns({ folder: `${folder}/runs` });
      assertEquals(listed.map(({ stopped }) => stopped), [false]);
      assertEquals(await sortedNames(`${folder}/runs`), ["run-1"]);
      assertEquals(await sortedNames(`${folder}/runs/run-1`), [
        "history.csv",
        "model",
        "predictions.parquet",
        "run.json",
      ]);
    },
  },
  "taking in a run from a sweep": {
    prepare: async (folder) => {
      await writeRecord(`${folder}/elsewhere`, smallRecord("trial-1"));
      await Deno.mkdir(`${folder}/runs`);
    },
    act: async (folder) => {
      if ((await sortedNames(`${folder}/elsewhere`)).length > 0) {
        await adoptRun(`${folder}/elsewhere/trial-1`, `${folder}/runs`);
      }
    },
    sound: async (folder) => {
      const [here, there] = [await readRuns({ folder: `${folder}/runs` }), await sortedNames(`${folder}/elsewhere`)];
      assertEquals(here.length + there.length, 1);
      if (there.length === 1) await readRecord(`${folder}/elsewhere/trial-1`);
    },
    done: async (folder) => assertEquals((await readRuns({ folder: `${folder}/runs` })).length, 1),
  },
  "writing a report and the index": {
    prepare: (folder) => Deno.writeTextFile(`${folder}/01-small.html`, report("before")),
    act: async (folder) => {
      await writeWhole(`${folder}/01-small.html`, report("after"));
      await writeIndex(folder, { keptFolder: `${folder}/kept` });
    },
    sound: async (folder) => {
      assert([report("before"), report("after")].includes(await Deno.readTextFile(`${folder}/01-small.html`)));
      const index = await Deno.readTextFile(`${folder}/index.html`).catch(() => "</html>");
      assert(index.trimEnd().endsWith("</html>"));
    },
    done: async (folder) => {
      assertEquals(await Deno.readTextFile(`${folder}/01-small.html`), report("after"));
      assert((await Deno.readTextFile(`${folder}/index.html`)).includes("01-small.html"));
    },
  },
  "a step of set-up, the kernel": {
    act: (folder) => installKernel(`${folder}/kernel`),
    sound: () => Promise.resolve(),
    done: async (folder) => assert(await kernelReady(`${folder}/kernel`)),
  },
};

function checkpoint(epoch: number) {
  const values = Float32Array.from({ length: 100 }, (_, i) => i * epoch);
  return {
    about: { history: [], random: { i: epoch, j: 0, S: [] } },
    arrays: new Map([["weight", { shape: [10, 10], values }]]),
  };
}

const report = (body: string) => page({ title: "A report", date: "2026-11-26T00:00:00Z", device: "CPU", body });

const model = articleNetwork({ channels: [4], cardinality: 1 });

async function written(folder: string, { stopped }: { stopped: boolean }) {
  const record = { ...smallRecord("run-1"), stopped };
  const rows = Int32Array.of(0, 1);
  const predictions = { predicted: Int32Array.of(1, 2), probabilities: [[0.5, 0.5], [0.2, 0.8]], loss: 0, accuracy: 1 };
  await writeRun(record, { model, rows, truth: Int32Array.of(0, 1), predictions, runs: `${folder}/runs` });
}

for (const [name, work] of Object.entries(works)) {
  Deno.test(
    `a disk that fails anywhere leaves sound files, and the same again ends right: ${name}`,
    leavingNoTensor(async () => {
      const points = await walk(work);
      console.log(`${points} points of failure were walked.`);
      assertGreater(points, 3);
    }),
  );
}
