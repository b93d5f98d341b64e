import process from "node:process";
import { loadWindows } from "../data/windows/load_windows.ts";

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

/**
 * Returns the most memory that this process had, bytes. On Linux `maxRSS` would count what the parent had when it
 * forked.
 */
function peakMemory(): number {
  if (Deno.build.os !== "linux") return process.resourceUsage().maxRSS * 1024;
  const [, kilobytes] = Deno.readTextFileSync("/proc/self/status").match(/VmHWM:\s+(\d+) kB/)!;
  return Number(kilobytes) * 1024;
}
