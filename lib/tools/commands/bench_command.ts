import { textTable } from "../../system/text_table.ts";
import { measureBrowserLatency } from "../bench/browser_latency.ts";
import { measureGroupMemory } from "../bench/group_memory.ts";
import { keepMeasured } from "../../results/studies/measured.ts";
import { progress } from "../../system/progress.ts";
import { bench, type BenchName, type BenchOptions } from "../bench/bench.ts";
import { Peer } from "../bench/peer_process.ts";
import { type KernelTime, profile } from "../bench/step_profile.ts";

const all: BenchName[] = ["train", "infer", "data", "growth"];

/** Measures what the words name, or prints the profile of a training step. Throws one sentence if a word is unknown. */
export async function benchCommand(
  words: string[],
  options: Pick<BenchOptions, "peers" | "webgpu" | "rounds"> = {},
): Promise<void> {
  const known = [...all, "all", "groups", "browser", "profile"];
  const unknown = words.find((word) => !known.includes(word));
  if (unknown) throw new Error(`"${unknown}" cannot be measured: give ${known.join(", ")}.`);
  if (words.includes("groups")) await keepGroups();
  if (words.includes("browser")) await keepBrowser();
  if (words.includes("profile")) {
    await printProfile();
    if (options.webgpu) await printPrograms();
  }
  const what = all.filter((name) => words.includes("all") || words.includes(name));
  if (what.length > 0) await bench({ what, ...options });
}

/** Measures memory against groups, prints it and keeps it with the notebooks. */
async function keepGroups(): Promise<void> {
  const bar = progress("memory against groups", "trainings");
  const results = await measureGroupMemory(bar.update).finally(() => bar.stop());
  console.log(textTable(results.map(({ groupWidth, cardinality, parameters, bytes }) => ({
    "group width": groupWidth,
    branches: String(cardinality),
    parameters: parameters.toLocaleString("en"),
    "peak memory, MB": (bytes / 1e6).toFixed(0),
  }))));
  console.log(`Written: ${await keepMeasured("groups", results)}`);
}

/** Measures one window in Chromium, prints it and keeps it with the notebooks. */
async function keepBrowser(): Promise<void> {
  const bar = progress("one window in Chromium", "backends");
  const { browser, results } = await measureBrowserLatency(bar.update).finally(() => bar.stop());
  console.log(textTable(results.map(({ backend, device, milliseconds, missing }) => ({
    [browser]: backend,
    device,
    "median, ms": milliseconds?.toFixed(1) ?? missing!,
  }))));
  console.log(`Written: ${await keepMeasured("browser", results, browser)}`);
}

async function printProfile(): Promise<void> {
  const { opByOp, graph, graphMilliseconds } = await profile();
  const calls = opByOp.reduce((sum, { calls }) => sum + calls, 0);
  console.log(`One step of the article's network, batch 128, op by op: ${calls} kernels by size of their output`);
  console.log(kernelTable(opByOp));
  const operations = graph.reduce((sum, { calls }) => sum + calls, 0);
  console.log(
    `\nAs a graph: ${operations} operations, ${
      graphMilliseconds.toFixed(0)
    } ms from start to end, in which operations overlap`,
  );
  console.log(kernelTable(graph));
}

/**
 * Prints what tfjs has the GPU run in a step on WebGPU, batch 16; a larger batch takes a few programs more, for its
 * longer sums.
 */
async function printPrograms(): Promise<void> {
  const peer = await Peer.start("webgpu");
  const { programs } = await peer.ask<{ programs: Record<string, number> }>({ task: "programs", batch: 16 });
  await peer.stop();
  const rows = Object.entries(programs).toSorted(([, a], [, b]) => b - a);
  console.log(
    `\nOn WebGPU (${peer.device}): ${rows.reduce((sum, [, calls]) => sum + calls, 0)} programs in a step, batch 16`,
  );
  console.log(textTable(rows.map(([program, calls]) => ({ program, calls: String(calls) }))));
}

/** Returns the kernels that take at least half a percent of the time, and the sum of the others. */
function kernelTable(times: KernelTime[]): string {
  const total = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const shown = times.filter(({ milliseconds }) => milliseconds >= 0.005 * total);
  const others = times.slice(shown.length);
  const rest = {
    kernel: "all others",
    shape: "",
    calls: others.reduce((sum, { calls }) => sum + calls, 0),
    milliseconds: others.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
  };
  return textTable([...shown, rest].map(({ kernel, shape, calls, milliseconds }) => ({
    kernel,
    "output": shape,
    calls: String(calls),
    ms: milliseconds.toFixed(1),
    "%": (100 * milliseconds / total).toFixed(1),
  })));
}
