import process from "node:process";

/**
 * Returns the most memory that this process had, bytes. On Linux `maxRSS` would count what the parent had when it
 * forked.
 */
export function peakMemory(): number {
  if (Deno.build.os !== "linux") return process.resourceUsage().maxRSS * 1024;
  const [, kilobytes] = Deno.readTextFileSync("/proc/self/status").match(/VmHWM:\s+(\d+) kB/)!;
  return Number(kilobytes) * 1024;
}
