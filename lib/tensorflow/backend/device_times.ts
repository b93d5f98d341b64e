import * as z from "zod";
import { isMissing, writeWhole } from "../../system/build_beside.ts";
import { setupFolder } from "../../system/paths.ts";

/** How long a training step takes on this machine's CPU, and on its GPU by WebGPU. */
export interface DeviceTimes {
  /** Name of WebGPU's adapter. */
  adapter: string;
  /** What was trained, such as `"cardinality 4, group width article, 128 samples, batch 128"`. */
  network: string;
  /** The shortest of a few steps on the CPU, ms; null if not even one ended in the time that it had. */
  cpu: number | null;
  /** The same by WebGPU. */
  webgpu: number | null;
}

const schema: z.ZodType<DeviceTimes[]> = z.array(z.object({
  adapter: z.string(),
  network: z.string(),
  cpu: z.number().positive().nullable(),
  webgpu: z.number().positive().nullable(),
}));

/** Where times are kept, the ones that were asked for last first. */
const file = `${setupFolder}/device-times.json`;

/** Returns the times that are kept of an adapter, the ones that were asked for last first. Throws if the file is broken. */
export async function readDeviceTimes(adapter: string, from = file): Promise<DeviceTimes[]> {
  return (await readAll(from)).filter((times) => times.adapter === adapter);
}

/** Keeps times in front of the others, in place of earlier ones of the same adapter and network. */
export async function keepDeviceTimes(times: DeviceTimes, into = file): Promise<void> {
  const others = (await readAll(into)).filter(({ adapter, network }) =>
    adapter !== times.adapter || network !== times.network
  );
  await writeWhole(into, JSON.stringify([times, ...others], null, 2) + "\n");
}

/** Returns which device is faster; the GPU if neither ended in time. */
export function fasterDevice({ cpu, webgpu }: DeviceTimes): "cpu" | "webgpu" {
  return (cpu ?? Infinity) < (webgpu ?? Infinity) ? "cpu" : "webgpu";
}

/** Returns a clause with both times, such as `a training step takes 540 ms on the CPU and 61 ms on Intel Arc (…)`. */
export function timesClause({ adapter, network, cpu, webgpu }: DeviceTimes): string {
  const shown = (milliseconds: number | null) =>
    milliseconds === null ? "too long to be waited for" : `${Math.round(milliseconds)} ms`;
  return `a training step takes ${shown(cpu)} on the CPU and ${shown(webgpu)} on ${adapter} (${network})`;
}

async function readAll(from: string): Promise<DeviceTimes[]> {
  try {
    return schema.parse(JSON.parse(await Deno.readTextFile(from)));
  } catch (error) {
    if (isMissing(error)) return [];
    throw new Error(`${from} does not hold the times of devices: delete it, and they are measured again.`);
  }
}
