import * as z from "zod";
import { isMissing, writeWhole } from "../../system/build_beside.ts";
import { articleSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { setupFolder } from "../../system/paths.ts";

/** How long a training step takes on a device of this machine. */
export interface StepTime {
  /** `"CPU"`, or the name of WebGPU's adapter. */
  device: string;
  /** What was trained, such as `"cardinality 4, group width article, 128 samples, batch 128"`. */
  network: string;
  /** The shortest of a few steps, ms; null if not even one ended in the time that it had. */
  milliseconds: number | null;
}

/** What decides how long a training step takes. */
export type TimedSettings = Pick<ExperimentSettings, "cardinality" | "groupWidth" | "windowLength" | "batch">;

/** Returns in words what is timed, such as `cardinality 4, group width article, 128 samples, batch 128`. */
export function networkName(settings: Partial<TimedSettings> = {}): string {
  const { cardinality, groupWidth, windowLength, batch } = { ...articleSettings, ...settings };
  return `cardinality ${cardinality}, group width ${groupWidth}, ${windowLength} samples, batch ${batch}`;
}

const schema: z.ZodType<StepTime[]> = z.array(z.object({
  device: z.string(),
  network: z.string(),
  milliseconds: z.number().positive().nullable(),
}));

/** Where times are kept, the ones that were asked for last first. */
const file = `${setupFolder}/step-times.json`;

/** Returns the times that are kept, the ones that were asked for last first. Throws if the file is broken. */
export async function readStepTimes(from = file): Promise<StepTime[]> {
  try {
    return schema.parse(JSON.parse(await Deno.readTextFile(from)));
  } catch (error) {
    if (isMissing(error)) return [];
    throw new Error(`${from} does not hold the times of devices: delete it, and they are measured again.`);
  }
}

/** Keeps times in front of the others, in place of earlier ones of the same device and network. */
export async function keepStepTimes(times: StepTime[], into = file): Promise<void> {
  const others = (await readStepTimes(into)).filter(({ device, network }) =>
    !times.some((time) => time.device === device && time.network === network)
  );
  await writeWhole(into, JSON.stringify([...times, ...others], null, 2) + "\n");
}

/** Returns the times of the CPU and of an adapter for the network that was asked for last; undefined if there are none. */
export function lastOfBoth(times: StepTime[], adapter: string): { cpu: StepTime; gpu: StepTime } | undefined {
  for (const gpu of times.filter(({ device }) => device === adapter)) {
    const cpu = times.find(({ device, network }) => device === "CPU" && network === gpu.network);
    if (cpu) return { cpu, gpu };
  }
}

/** Returns which device is faster; the GPU if neither ended in time. */
export function fasterDevice({ cpu, gpu }: { cpu: StepTime; gpu: StepTime }): "cpu" | "webgpu" {
  return (cpu.milliseconds ?? Infinity) < (gpu.milliseconds ?? Infinity) ? "cpu" : "webgpu";
}

/** Returns a clause with the times of a network, such as `a training step takes 540 ms on the CPU and 61 ms on Intel Arc (…)`. */
export function timesClause(times: StepTime[]): string {
  const shown = times.map(({ device, milliseconds }) =>
    `${milliseconds === null ? "too long to be waited for" : `${Math.round(milliseconds)} ms`} on ${
      device === "CPU" ? "the CPU" : device
    }`
  );
  return `a training step takes ${shown.join(" and ")} (${times[0].network})`;
}
