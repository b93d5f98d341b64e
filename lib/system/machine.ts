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

/** What processors call their arithmetic in bfloat16: AVX-512's, AMX's, and that of arm64. */
const flags = /\b(avx512_bf16|amx_bf16|bf16)\b/;

/** Tells whether this processor computes in bfloat16, as Linux tells; elsewhere it is not known, and counts as no. */
export function hasBfloat16(): boolean {
  return Deno.build.os === "linux" && flags.test(Deno.readTextFileSync("/proc/cpuinfo"));
}
