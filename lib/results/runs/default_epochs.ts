import { type Device, isGpu } from "../../tensorflow/backend/device.ts";
import { articleSettings } from "../../settings/experiment_settings.ts";
import { epochsOnCpu } from "../../settings/setting_table.ts";

/** Returns the number of epochs if none was asked for: the article's 50 on a GPU, 5 on a CPU. */
export function defaultEpochs(device: Device): number {
  return isGpu(device) ? articleSettings.epochs : epochsOnCpu;
}
