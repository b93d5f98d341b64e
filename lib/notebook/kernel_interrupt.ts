import { inNotebook } from "../system/live_output.ts";

const listeners = new Set<() => void>();
let listening = false;

/**
 * Makes the kernel live on when Interrupt is pressed, also while no cell runs: without a listener Deno's kernel ends
 * (denoland/deno issue 24491). Outside of a notebook it does nothing, and Ctrl-C ends the process as ever.
 */
export function surviveInterrupt(): void {
  if (listening || !inNotebook()) return;
  listening = true;
  Deno.addSignalListener("SIGINT", () => listeners.forEach((listener) => listener()));
}

/** Calls a function whenever Interrupt is pressed while some work goes on, and returns what the work returns. */
export async function duringInterrupts<T>(onInterrupt: () => void, work: () => Promise<T>): Promise<T> {
  surviveInterrupt();
  listeners.add(onInterrupt);
  try {
    return await work();
  } finally {
    listeners.delete(onInterrupt);
  }
}

surviveInterrupt();
