import type { Device } from "../../tensorflow/backend/device.ts";
import { networkName, readStepTimes, type StepTime } from "../../tensorflow/backend/device_times.ts";
import { articleSettings } from "../../settings/experiment_settings.ts";
import { fewestEpochs } from "../../settings/setting_table.ts";

/** How many epochs are trained if nobody asked for a number. */
export interface DefaultEpochs {
  epochs: number;
  /** Why so many, as a clause. */
  why: string;
}

/** Seconds that both trainings of notebook 04 may take together with the article's epochs. */
const patience = 600;
/** Seconds that they may take if that is not enough, since they are not the article's then. */
const shortPatience = 240;
/** Steps of an epoch on both splits: 13,857 windows are trained, and 1,887 validate in a third of the time. */
const steps = (13857 + 1887 / 3) / articleSettings.batch;

/**
 * Returns how many epochs are trained if nobody asked for a number: the article's 50 on CUDA, and where both trainings
 * of notebook 04 take ten minutes at most with them; else as many as take four minutes, at least 5. It takes what
 * `deno task lab`, `report` and `train` measured once; without that it is 50 on a GPU and 5 on a CPU.
 */
export async function defaultEpochs(device: Device): Promise<number> {
  return (await defaultEpochsOf(device)).epochs;
}

/** Returns them with the reason; the times are those that are kept here, unless others are given. */
export async function defaultEpochsOf({ kind, name, software }: Device, times?: StepTime[]): Promise<DefaultEpochs> {
  const { epochs } = articleSettings;
  if (kind === "cuda") return { epochs, why: "as in the article" };
  const network = networkName();
  const time = (times ?? await readStepTimes()).find((time) => time.device === name && time.network === network);
  if (!time) {
    return kind === "webgpu" && !software
      ? { epochs, why: "as in the article" }
      : { epochs: fewestEpochs, why: "no training step was timed here" };
  }
  const seconds = steps * (time.milliseconds ?? Infinity) / 1000;
  const whole = `the article's ${epochs} on both splits take ${
    Number.isFinite(seconds) ? `about ${Math.ceil(epochs * seconds / 60)} minutes` : "hours"
  } here`;
  return epochs * seconds <= patience
    ? { epochs, why: whole }
    : { epochs: Math.max(fewestEpochs, Math.floor(shortPatience / seconds)), why: whole };
}
