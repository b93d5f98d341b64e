import { hasBfloat16 } from "../../system/machine.ts";
import { cudaDriver } from "./cuda.ts";
import type { Device } from "./device.ts";

/** NVIDIA's GPUs compute in bfloat16 from this compute capability on (Ampere). */
const leastCapability = 8;

/** Returns one clause that says why a device does not compute in bfloat16; undefined if it does. */
export function missingBfloat16({ kind }: Device): string | undefined {
  if (kind === "webgpu") return "WebGPU has no such numbers";
  if (kind === "cpu") return hasBfloat16() ? undefined : "this processor has no arithmetic in bfloat16";
  const [{ name, computeCapability }] = cudaDriver().gpus;
  return Number(computeCapability) >= leastCapability ? undefined : `${name} has no arithmetic in bfloat16`;
}
