import { fileURLToPath } from "node:url";
// @ts-types="npm:@types/d3-array@3.2.2"
import { sum } from "d3-array";
import type pl from "nodejs-polars";
import { openArchive } from "../../data/archives/archive.ts";
import { loadWindows } from "../../data/windows/load_windows.ts";
import { uciHarWindows } from "../../data/archives/published_counts.ts";
import { signals } from "../../data/signals/signals.ts";
import { dataFolder } from "../../data/archives/archive_sources.ts";
import { readUciHar } from "../../data/archives/uci_har.ts";
import { progress } from "../../system/progress.ts";
import { buildBeside } from "../../system/build_beside.ts";
import { root } from "../../system/paths.ts";
import { run } from "../../system/run_command.ts";
import { type Contestant, own } from "./measure_in_turn.ts";

/** Windows of the official UCI-HAR. */
const rows = { train: sum(uciHarWindows.train), test: sum(uciHarWindows.test) };

/**
 * Returns a folder with text in UCI-HAR's official layout and of its size (about 190 MB): the windows that are
 * available, repeated. It is made once and kept in data/bench.
 */
export async function officialText(): Promise<string> {
  const folder = `${dataFolder}/bench/uci-har-text`;
  await Deno.mkdir(`${dataFolder}/bench`, { recursive: true });
  await buildBeside(folder, async (partial) => {
    const { frame } = await loadWindows();
    const bar = progress("writing text of UCI-HAR's size", "files");
    let done = 0;
    for (const [part, count] of Object.entries(rows)) {
      await Deno.mkdir(`${partial}/${part}/Inertial Signals`, { recursive: true });
      const labels = repeated(frame.getColumn("activity").toArray() as number[], count);
      await Deno.writeTextFile(`${partial}/${part}/y_${part}.txt`, labels.join("\n") + "\n");
      for (const signal of signals) {
        const lines = repeated(signalLines(frame.getColumn(signal)), count);
        await Deno.writeTextFile(`${partial}/${part}/Inertial Signals/${signal}_${part}.txt`, lines.join("\n") + "\n");
        bar.update(++done, 2 * signals.length);
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
    bar.stop();
  });
  return folder;
}

function signalLines(series: pl.Series): string[] {
  return (series.toArray() as unknown as number[][]).slice(0, rows.train).map((window) =>
    Array.from(window, (value) => value.toExponential(7).padStart(16)).join("")
  );
}

function repeated<T>(values: T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => values[i % values.length]);
}

/** Reads a folder of UCI-HAR's text into a frame of windows. */
export function textContestant(folder: string): Contestant {
  return own("ours", async () => {
    const archive = await openArchive(folder);
    const { frame } = await readUciHar(archive);
    await archive.close();
    if (frame.height !== rows.train + rows.test) throw new Error(`${folder} gave ${frame.height} windows.`);
  });
}

/** What it takes to load an archive in a process of its own. */
export interface Loading {
  /** From the archive to windows, and the cache written, s. */
  first: number;
  /** A second time, from the cache, s. */
  cached: number;
  /** Most memory that the process had at any time, bytes. */
  peakMemory: number;
}

/** Measures what it takes to load an archive or folder. Throws if the process fails. */
export async function measureLoading(path: string): Promise<Loading> {
  const script = fileURLToPath(new URL("loading_process.ts", import.meta.url));
  const { success, output } = await run(Deno.execPath(), ["run", "-A", script, path], { cwd: root });
  if (!success) throw new Error(`${path} could not be loaded: ${output.split("\n").at(-1)}`);
  return JSON.parse(output.split("\n").findLast((line) => line.startsWith("{"))!);
}
