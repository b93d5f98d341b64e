// @ts-types="npm:@types/d3-array@3.2.2"
import { sum } from "d3-array";
import { textTable } from "../../system/text_table.ts";
import { measureBrowserLatency } from "../bench/browser_latency.ts";
import { measureGroups } from "../bench/training_memory.ts";
import { keepMeasured } from "../../results/studies/measured.ts";
import { progress } from "../../system/progress.ts";
import { bench, type BenchName, type BenchOptions } from "../bench/bench.ts";
import { type KernelTime, profile } from "../bench/step_profile.ts";

const all: BenchName[] = ["train", "infer", "layers", "resnext"];

/** Measures what the words name, or prints the profile of a training step. Throws one sentence if a word is unknown. */
export async function benchCommand(
  words: string[],
  options: Omit<BenchOptions, "what"> = {},
): Promise<void> {
  const known = [...all, "all", "groups", "browser", "profile"];
  const unknown = words.find((word) => !known.includes(word));
  if (unknown) throw new Error(`"${unknown}" cannot be measured: give ${known.join(", ")}.`);
  if (words.includes("groups")) await keepGroups();
  if (words.includes("browser")) await keepBrowser();
  if (words.includes("profile")) await printProfile();
  const what = all.filter((name) => words.includes("all") || words.includes(name));
  if (what.length > 0) await bench({ what, ...options });
}

/** Measures memory and step against groups, prints them and keeps them with the notebooks. */
async function keepGroups(): Promise<void> {
  const bar = progress("groups", "trainings");
  const results = await measureGroups(bar.update).finally(() => bar.stop());
  console.log(textTable(results.map(({ network, groupWidth, cardinality, parameters, bytes, milliseconds }) => ({
    network,
    "group width": groupWidth,
    groups: String(cardinality),
    parameters: parameters.toLocaleString("en"),
    "peak memory, MB": bytes.map((one) => (one / 1e6).toFixed(0)).join(", "),
    "step, ms": milliseconds.map((one) => one.toFixed(0)).join(", "),
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
  const { graph, graphMilliseconds, gpu } = await profile();
  const operations = sum(graph, ({ calls }) => calls);
  console.log(
    `One step of the article's network, batch 128: ${operations} operations, ${
      graphMilliseconds.toFixed(0)
    } ms from start to end, in which operations overlap`,
  );
  console.log(kernelTable(graph));
  if (!gpu) return;
  const [{ milliseconds, idleMilliseconds }, kernelCalls] = [gpu, sum(gpu.kernels, ({ calls }) => calls)];
  console.log(
    `\nOn the GPU: ${kernelCalls} kernels in ${milliseconds.toFixed(2)} ms, in ${
      idleMilliseconds.toFixed(2)
    } ms of which none ran; by operation`,
  );
  console.log(kernelTable(gpu.kernels));
}

/** Returns the kernels that take at least half a percent of the time, and the sum of the others. */
function kernelTable(times: KernelTime[]): string {
  const total = sum(times, ({ milliseconds }) => milliseconds);
  const shown = times.filter(({ milliseconds }) => milliseconds >= 0.005 * total);
  const others = times.slice(shown.length);
  const rest = {
    kernel: "all others",
    calls: sum(others, ({ calls }) => calls),
    milliseconds: sum(others, ({ milliseconds }) => milliseconds),
  };
  return textTable([...shown, rest].map(({ kernel, calls, milliseconds }) => ({
    kernel,
    calls: String(calls),
    ms: milliseconds.toFixed(1),
    "%": (100 * milliseconds / total).toFixed(1),
  })));
}
