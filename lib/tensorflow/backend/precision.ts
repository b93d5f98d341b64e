import { hasBfloat16 } from "../../system/machine.ts";
import { cudaDriver } from "./cuda.ts";
import type { Device } from "./device.ts";

/** In what convolutions and matrix products compute. */
export type Precision = "float32" | "bfloat16";

let current: Precision = "float32";

/** Runs a function whose operations are recorded for a graph of a precision. */
export function withPrecision<T>(precision: Precision, run: () => T): T {
  const before = current;
  current = precision;
  try {
    return run();
  } finally {
    current = before;
  }
}

/**
 * Tells whether operations are recorded for a graph in bfloat16. Its numbers are rounded to 8 bits of mantissa, so sums
 * need no more digits than plain float32 gives them.
 */
export function inBfloat16(): boolean {
  return current === "bfloat16";
}

/** NVIDIA's GPUs compute in bfloat16 from this compute capability on (Ampere). */
const leastCapability = 8;

/** Returns one clause that says why a device does not compute in bfloat16; undefined if it does. */
export function missingBfloat16({ kind }: Device): string | undefined {
  if (kind === "cpu") return hasBfloat16() ? undefined : "this processor has no arithmetic in bfloat16";
  const [{ name, computeCapability }] = cudaDriver().gpus;
  return Number(computeCapability) >= leastCapability ? undefined : `${name} has no arithmetic in bfloat16`;
}
