import { backend } from "../../tensorflow/backend/backend.ts";
import { syntheticRecordings } from "../../data/windows/synthetic_windows.ts";
import { readTimeline } from "../../results/recordings/read_timeline.ts";
import { windowLogits } from "../../results/recordings/window_logits.ts";
import { runExperiment } from "../../results/runs/run_experiment.ts";
import { runNetwork } from "../../results/runs/run_network.ts";
import { articleSettings, checkSettings } from "../../settings/experiment_settings.ts";
import { gridSearch } from "../../results/studies/search_space.ts";
import { sweep } from "../sweep/sweep.ts";
import { remove } from "../../system/build_beside.ts";
import { namesIn } from "../../system/names_in.ts";
import { canSeeProcesses, childrenOf } from "../../system/child_processes.ts";

const tf = await backend();

/** What this process held after a round. */
export interface SoakSample {
  /** Minutes since the begin. */
  minutes: number;
  /** Bytes in memory. */
  resident: number;
  /** Open files; undefined where the system does not show them. */
  openFiles?: number;
  /** Tensors. */
  tensors: number;
  /** Files and folders that are left in the folder of runs and in that for temporary files. */
  leftFiles: number;
}

/** Settings of {@link soak}. */
export interface SoakOptions {
  /** Default: 30. */
  minutes?: number;
  /** Called after each round. */
  onSample?: (sample: SoakSample) => void;
}

/** Part of the time after which nothing may grow any more: TensorFlow and V8 first take what they need. */
const settled = 1 / 3;
/** By what part memory may be larger on average in the last third than in the second. */
const mostGrowth = 0.05;

const settings = checkSettings({
  ...articleSettings,
  data: "synthetic",
  trainingWindows: 256,
  batch: 32,
  epochs: 2,
});

/**
 * Trains, stops in the middle, resumes and predicts, again and again, and sweeps once a minute with a worker that is
 * killed. Returns what was held after each round.
 */
export async function soak({ minutes = 30, onSample }: SoakOptions = {}): Promise<SoakSample[]> {
  const samples: SoakSample[] = [];
  const [runs, temporary] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
  const usual = Deno.env.get("TMPDIR");
  Deno.env.set("TMPDIR", temporary);
  const begin = performance.now();
  const passed = () => (performance.now() - begin) / 60_000;
  try {
    for (let round = 1, swept = 0; passed() < minutes; round++) {
      await trainInParts(round, runs);
      if (canSeeProcesses && passed() - swept >= 1) {
        await sweepWithAKilledWorker(round, runs);
        swept = passed();
      }
      for (const name of await namesIn(runs)) if (!name.includes(".")) await remove(`${runs}/${name}`);
      const sample = {
        minutes: passed(),
        resident: Deno.memoryUsage().rss,
        openFiles: canSeeProcesses ? (await namesIn("/proc/self/fd")).length : undefined,
        tensors: tf.memory().numTensors,
        leftFiles: (await namesIn(runs)).length + (await namesIn(temporary)).length,
      };
      samples.push(sample);
      onSample?.(sample);
    }
    return samples;
  } finally {
    if (usual === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", usual);
    await remove(runs);
    await remove(temporary);
  }
}

/** Returns a sentence for each thing that grew after the first third, which nothing may. */
export function grown(samples: SoakSample[]): string[] {
  const [second, last] = [[settled, 2 / 3], [2 / 3, 1]].map(([from, to]) =>
    samples.slice(Math.floor(from * samples.length), Math.floor(to * samples.length))
  );
  const sentences: string[] = [];
  const mean = (of: SoakSample[]) => of.reduce((sum, { resident }) => sum + resident, 0) / of.length / 1e6;
  const [earlier, later] = [mean(second), mean(last)];
  if (later > (1 + mostGrowth) * earlier) {
    sentences.push(`Memory grew from ${earlier.toFixed(0)} to ${later.toFixed(0)} MB.`);
  }
  for (
    const [name, key] of [["open files", "openFiles"], ["tensors", "tensors"], ["left files", "leftFiles"]] as const
  ) {
    const [most, now] = [second, last].map((of) => Math.max(...of.map((sample) => sample[key] ?? 0)));
    if (now > most) sentences.push(`The number of ${name} grew from ${most} to ${now}.`);
  }
  return sentences;
}

/** Trains with a stop after some batches, resumes until the end, and reads a recording by the network. */
async function trainInParts(seed: number, runs: string): Promise<void> {
  const abort = new AbortController();
  let batches = 0;
  const onProgress = () => ++batches > 2 + seed % 10 && abort.abort();
  const own = checkSettings({ ...settings, seed });
  const begun = await runExperiment(own, { runs, signal: abort.signal, onProgress });
  const { id } = begun.stopped ? await runExperiment(own, { runs, resume: begun.id }) : begun;
  const { run, model } = await runNetwork(id, { folder: runs });
  try {
    const { recordings: [recording] } = syntheticRecordings({ subjects: 1, seconds: 8 });
    readTimeline(await windowLogits(model, recording, run.standardization!));
  } finally {
    model.dispose();
  }
}

/** Sweeps over two trials, and kills the first worker in the middle: its trial is continued. */
async function sweepWithAKilledWorker(seed: number, folder: string): Promise<void> {
  let killed = false;
  const outcomes = await sweep(gridSearch({ ...settings, seed }, { cardinality: [1, 2] }), {
    folder,
    processes: 1,
    async onProgress(_, line) {
      if (killed || !line.includes("after epoch")) return;
      killed = true;
      const [child] = await childrenOf(Deno.pid);
      if (child) Deno.kill(child, "SIGKILL");
    },
  });
  const failed = outcomes.find(({ error }) => error);
  if (failed) throw new Error(`A trial was not continued after its worker was killed: ${failed.error}`);
}
