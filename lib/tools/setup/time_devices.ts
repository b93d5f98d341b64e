import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type DeviceTimes,
  fasterDevice,
  keepDeviceTimes,
  readDeviceTimes,
  timesClause,
} from "../../tensorflow/backend/device_times.ts";
import { webgpuAdapter } from "../../tensorflow/backend/webgpu.ts";
import { environment } from "../../settings/environment.ts";
import { articleSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { root } from "../../system/paths.ts";
import { hasNvidiaDriver } from "../../system/platform.ts";
import { run } from "../../system/run_command.ts";
import { tensorflowFolder } from "./tensorflow_library.ts";

/** What decides how long a training step takes. */
export type TimedSettings = Pick<ExperimentSettings, "cardinality" | "groupWidth" | "windowLength" | "batch">;

/** Settings of {@link timeDevices}. */
export interface TimeDevicesOptions {
  /** Name of WebGPU's adapter. Default: a GPU that the device `auto` would have to choose, else nothing is measured. */
  adapter?: string;
  /** Longest time of the whole measurement, s. Default: 9. */
  seconds?: number;
  /** Called with one sentence at a time. Default: they are written to standard error. */
  say?: (text: string) => void;
  /** File in which the times are kept. Default: one in data/setup. */
  file?: string;
}

/**
 * Lets `auto` take the faster device where there are a GPU by WebGPU and the CPU: on a laptop's integrated GPU the many
 * small programs of a step may take longer than the graph on the CPU. The first time a network and a batch are to be
 * trained, it measures a few steps of each in a process of its own and keeps the answer; `backend` then takes it.
 *
 * Returns the times, or undefined if there is nothing to choose.
 */
export async function timeDevices(
  settings: Partial<TimedSettings> = {},
  options: TimeDevicesOptions = {},
): Promise<DeviceTimes | undefined> {
  const { seconds = 9, say = (text) => console.error(text), file } = options;
  const adapter = options.adapter ?? await adapterInQuestion();
  if (adapter === undefined) return undefined;
  const { cardinality, groupWidth, windowLength, batch } = { ...articleSettings, ...settings };
  const network = `cardinality ${cardinality}, group width ${groupWidth}, ${windowLength} samples, batch ${batch}`;
  let times = (await readDeviceTimes(adapter, file)).find((kept) => kept.network === network);
  if (!times) {
    say(`Measuring a few training steps on the CPU and on ${adapter}, ${seconds} seconds at most.`);
    const end = performance.now() + 1000 * seconds;
    const measure = async (device: string, milliseconds: number) => {
      try {
        return await stepTime(device, { cardinality, groupWidth, windowLength, batch }, milliseconds);
      } catch (error) {
        say((error as Error).message);
        return null;
      }
    };
    const cpu = await measure("cpu", 600 * seconds);
    times = { adapter, network, cpu, webgpu: await measure("webgpu", Math.max(0, end - performance.now())) };
    say(`Device: ${fasterDevice(times) === "cpu" ? "the CPU" : adapter}, since ${timesClause(times)}.`);
  }
  await keepDeviceTimes(times, file);
  return times;
}

/** Returns the name of a GPU by WebGPU, if `auto` has to choose between it and the CPU. */
async function adapterInQuestion(): Promise<string | undefined> {
  if (environment("HAR_DEVICE") !== "auto") return undefined;
  if (hasNvidiaDriver() && existsSync(tensorflowFolder("cuda"))) return undefined;
  const adapter = await webgpuAdapter();
  return adapter && !adapter.software ? adapter.name : undefined;
}

/**
 * Measures training steps on a device in a process of its own, which is ended after some time, and returns the shortest,
 * ms; null if not even one ended. Throws what the process says if it fails.
 */
async function stepTime(device: string, settings: TimedSettings, milliseconds: number): Promise<number | null> {
  const script = fileURLToPath(new URL("../../network/training/step_time_process.ts", import.meta.url));
  const { output } = await run(Deno.execPath(), ["run", "-A", script, JSON.stringify(settings)], {
    cwd: root,
    env: { HAR_DEVICE: device, NO_COLOR: "1" },
    signal: AbortSignal.timeout(milliseconds),
  });
  const problem = output.match(/Error: (.*)/)?.[1];
  if (problem !== undefined) throw new Error(`The device ${device} does not train: ${problem}`);
  const times = [...output.matchAll(/^step ([\d.]+)$/gm)].map(([, time]) => Number(time));
  return times.length === 0 ? null : Math.min(...times);
}
