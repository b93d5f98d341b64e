import * as z from "zod";
import { articleSettings } from "../../settings/experiment_settings.ts";
import { epochsOnCpu } from "../../settings/setting_table.ts";

/** A device that training runs on. */
export interface Device {
  /** How TensorFlow computes; WebGPU stands only in records of runs from before it was dropped. */
  kind: "cuda" | "webgpu" | "cpu";
  /** `"CPU"`, or the name of the GPU. */
  name: string;
  /** Why this device: what was asked for, or what was found; runs before this was kept have none. */
  why?: string;
  /** With CUDA, whether products of matrices may round their inputs to TF32, 10 bits of mantissa. */
  tf32?: boolean;
  /** Set if XLA compiles graphs. */
  xla?: true;
}

/** What a record holds of a device. */
export const deviceSchema: z.ZodType<Device> = z.object({
  kind: z.enum(["cuda", "webgpu", "cpu"]),
  name: z.string(),
  why: z.string().optional(),
  tf32: z.boolean().optional(),
  xla: z.literal(true).optional(),
});

/** Tells whether a device is a GPU. */
export function isGpu({ kind }: Device): boolean {
  return kind !== "cpu";
}

/** Returns how many epochs are trained if nobody asks for a number: the article's 50 on a GPU, 6 on a CPU. */
export function defaultEpochs(device: Device): number {
  return isGpu(device) ? articleSettings.epochs : epochsOnCpu;
}

const roads = { cuda: " by CUDA", webgpu: " by WebGPU", cpu: "" };

/** Returns a line that says what is computed on, and why on it, such as `Device: NVIDIA H100 by CUDA (asked for)`. */
export function deviceLine({ kind, name, why, tf32, xla }: Device): string {
  const reasons = [
    why,
    tf32 ? "products of matrices round to TF32" : undefined,
    xla ? "XLA compiles graphs" : undefined,
  ].filter((reason) => reason !== undefined);
  return `Device: ${name}${roads[kind]}${reasons.length > 0 ? ` (${reasons.join("; ")})` : ""}`;
}

/** Returns how many threads TensorFlow may use on a CPU: one for each core, unless its own variable says otherwise. */
export function threads(): number {
  return Number(Deno.env.get("TF_NUM_INTRAOP_THREADS")) || navigator.hardwareConcurrency;
}
