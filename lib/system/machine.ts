import os from "node:os";

/** The machine that something was measured on. */
export interface Machine {
  /** Name of the processor. */
  processor: string;
  /** Cores, as the system counts them. */
  cores: number;
  /** Bytes. */
  memory: number;
  /** Operating system and architecture. */
  system: string;
}

/** Describes this machine. */
export function machine(): Machine {
  const processors = os.cpus();
  return {
    processor: processors[0]?.model.trim() ?? "an unknown processor",
    cores: navigator.hardwareConcurrency,
    memory: os.totalmem(),
    system: `${Deno.build.os} ${Deno.build.arch}`,
  };
}
