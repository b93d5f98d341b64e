import type pl from "nodejs-polars";
import { openArchive } from "../data/archive.ts";
import { loadWindows } from "../data/load_windows.ts";
import { signals } from "../data/signals.ts";
import { dataFolder, findArchive } from "../data/sources.ts";
import { readUciHar } from "../data/uci_har.ts";
import { progress } from "../progress/progress.ts";
import { buildBeside } from "../setup/build_beside.ts";
import { type Contestant, own } from "./measure.ts";

/** Windows of the official UCI-HAR. */
const rows = { train: 7352, test: 2947 };

/**
 * Returns a folder with text in UCI-HAR's official layout and of its size (about 190 MB): the windows that can be had,
 * repeated. It is made once and kept in data/bench.
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
    const frame = await readUciHar(archive);
    await archive.close();
    if (frame.height !== rows.train + rows.test) throw new Error(`${folder} gave ${frame.height} windows.`);
  });
}

/**
 * Returns how long HAPT's raw recordings take to windows in the cache, and a second start from the cache, in seconds;
 * undefined where there is no archive of HAPT.
 */
export async function haptSeconds(): Promise<{ cold: number; cached: number } | undefined> {
  const data = await findArchive("hapt");
  if (!data) return undefined;
  const cache = await Deno.makeTempDir();
  try {
    const load = own("hapt", () => loadWindows({ data, cache }));
    const [[cold], cached] = [await load.run(1), await load.run(3)];
    return { cold: cold / 1000, cached: Math.min(...cached) / 1000 };
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
}
