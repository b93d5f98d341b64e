import { loadWindows } from "../../data/windows/load_windows.ts";
import { peakMemory } from "./peak_memory.ts";

/** Loads the archive or folder that the argument names, twice, and prints a `Loading` as JSON: see `measureLoading`. */
const [data] = Deno.args;
const cache = await Deno.makeTempDir();
try {
  const seconds = [];
  for (let turn = 0; turn < 2; turn++) {
    const began = performance.now();
    await loadWindows({ data, cache });
    seconds.push((performance.now() - began) / 1000);
  }
  const [first, cached] = seconds;
  console.log(JSON.stringify({ first, cached, peakMemory: peakMemory() }));
} finally {
  await Deno.remove(cache, { recursive: true });
}
