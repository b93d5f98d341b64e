import { inNotebook } from "../../system/live_output.ts";

const listeners = new Set<() => void>();
let listening = false;

/**
 * Makes the kernel live on when Interrupt is pressed, also while no cell runs: without a listener Deno's kernel ends
 * (denoland/deno issue 24491). Outside of a notebook it does nothing, and Ctrl-C ends the process as ever.
 */
function surviveInterrupt(): void {
  if (listening || !inNotebook()) return;
  listening = true;
  Deno.addSignalListener("SIGINT", () => listeners.forEach((listener) => listener()));
}

/** Gives some work a signal that is aborted when Interrupt is pressed while it goes on, and returns what it returns. */
export async function untilInterrupt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  surviveInterrupt();
  const abort = new AbortController();
  const listener = () => abort.abort();
  listeners.add(listener);
  try {
    return await work(abort.signal);
  } finally {
    listeners.delete(listener);
  }
}

surviveInterrupt();
