import type { Device } from "./device.ts";

const roads = { cuda: " by CUDA", webgpu: " by WebGPU", cpu: "" };

/** Returns a line that says what is computed on, and why on it, such as `Device: NVIDIA H100 by CUDA (asked for)`. */
export function deviceLine({ kind, name, why, tf32 }: Device): string {
  const reasons = [why, tf32 ? "products of matrices round to TF32" : undefined].filter((reason) =>
    reason !== undefined
  );
  return `Device: ${name}${roads[kind]}${reasons.length > 0 ? ` (${reasons.join("; ")})` : ""}`;
}
