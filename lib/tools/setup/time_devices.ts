import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  fasterDevice,
  keepStepTimes,
  networkName,
  readStepTimes,
  type StepTime,
  type TimedSettings,
  timesClause,
} from "../../tensorflow/backend/device_times.ts";
import { webgpuAdapter } from "../../tensorflow/backend/webgpu.ts";
import { environment } from "../../settings/environment.ts";
import { articleSettings } from "../../settings/experiment_settings.ts";
import { root } from "../../system/paths.ts";
import { hasNvidiaDriver } from "../../system/platform.ts";
import { run } from "../../system/run_command.ts";
import { tensorflowFolder } from "./tensorflow_library.ts";

/** Settings of {@link timeDevices}. */
export interface TimeDevicesOptions {
  /** Names of the devices: `"CPU"`, or that of WebGPU's adapter. Default: those that may be taken here, but CUDA. */
  devices?: string[];
  /** Longest time of the whole measurement, s. Default: 9. */
  seconds?: number;
  /** Called with one sentence at a time. Default: they are written to standard error. */
  say?: (text: string) => void;
  /** File in which the times are kept. Default: one in data/setup. */
  file?: string;
}

/**
 * Measures a few training steps on each device that may be taken here, in a process of its own, once for each network and
 * batch; `backend` and `defaultEpochs` read what is kept.
 *
 * It lets `auto` take the faster device where there are a GPU by WebGPU and the CPU: on a laptop's integrated GPU the many
 * small programs of a step may take longer than the graph on the CPU. Where there is one device alone, the article's
 * network is measured whatever the settings are: its time tells how many epochs this machine can do. CUDA is fast enough
 * for the article's, and is not measured.
 *
 * Returns the times, none if nothing is to be measured.
 */
export async function timeDevices(
  settings: Partial<TimedSettings> = {},
  options: TimeDevicesOptions = {},
): Promise<StepTime[]> {
  const { seconds = 9, say = (text) => console.error(text), file } = options;
  const devices = options.devices ?? await devicesInQuestion();
  if (devices.length === 0) return [];
  const timed = devices.length > 1 ? settings : {};
  const network = networkName(timed);
  const kept = await readStepTimes(file);
  const known = devices.flatMap((name) =>
    kept.find(({ device, network: own }) => device === name && own === network) ?? []
  );
  const times = known.length === devices.length ? known : await measure(devices, timed, { seconds, say });
  await keepStepTimes(times, file);
  return times;
}

async function measure(
  devices: string[],
  settings: Partial<TimedSettings>,
  { seconds, say }: { seconds: number; say: (text: string) => void },
): Promise<StepTime[]> {
  const names = devices.map((device) => device === "CPU" ? "the CPU" : device);
  say(`Measuring a few training steps on ${names.join(" and on ")}, ${seconds} seconds at most.`);
  const network = networkName(settings);
  const end = performance.now() + 1000 * seconds;
  const times: StepTime[] = [];
  for (const [index, device] of devices.entries()) {
    const left = Math.max(0, end - performance.now()) * (index + 1 < devices.length ? 0.6 : 1);
    const milliseconds = await stepTime(device === "CPU" ? "cpu" : "webgpu", settings, left)
      .catch((error) => {
        say((error as Error).message);
        return null;
      });
    times.push({ device, network, milliseconds });
  }
  if (devices.length > 1) {
    const faster = fasterDevice({ cpu: times[0], gpu: times[1] });
    say(`Device: ${faster === "cpu" ? "the CPU" : devices[1]}, since ${timesClause(times)}.`);
  } else say(`Measured: ${timesClause(times)}.`);
  return times;
}

/** Returns the names of the devices that may be taken here, the CPU first; none if it is CUDA. */
async function devicesInQuestion(): Promise<string[]> {
  const wanted = environment("HAR_DEVICE");
  if (wanted === "cpu") return ["CPU"];
  if (wanted === "cuda" || (wanted === "auto" && hasNvidiaDriver() && existsSync(tensorflowFolder("cuda")))) return [];
  const adapter = await webgpuAdapter();
  if (wanted === "webgpu") return adapter ? [adapter.name] : [];
  return adapter && !adapter.software ? ["CPU", adapter.name] : ["CPU"];
}

/**
 * Measures training steps on a device in a process of its own, which is ended after some time, and returns the shortest,
 * ms; null if not even one ended. Throws what the process says if it fails.
 */
async function stepTime(
  device: string,
  settings: Partial<TimedSettings>,
  milliseconds: number,
): Promise<number | null> {
  const { cardinality, groupWidth, windowLength, batch } = { ...articleSettings, ...settings };
  const script = fileURLToPath(new URL("../../network/training/step_time_process.ts", import.meta.url));
  const { output } = await run(Deno.execPath(), [
    "run",
    "-A",
    script,
    JSON.stringify({ cardinality, groupWidth, windowLength, batch }),
  ], {
    cwd: root,
    env: { HAR_DEVICE: device, NO_COLOR: "1" },
    signal: AbortSignal.timeout(milliseconds),
  });
  const problem = output.match(/Error: (.*)/)?.[1];
  if (problem !== undefined) throw new Error(`The device ${device} does not train: ${problem}`);
  const times = [...output.matchAll(/^step ([\d.]+)$/gm)].map(([, time]) => Number(time));
  return times.length === 0 ? null : Math.min(...times);
}
