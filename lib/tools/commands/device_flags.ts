import { type Command, Option } from "commander";
import { type DeviceName, environmentTable } from "../../settings/environment.ts";

const { HAR_DEVICE: device, HAR_TF32: tf32 } = environmentTable;

/** The names of the devices that can be asked for. */
export const deviceNames: DeviceName[] = device.type.unwrap().options;

/**
 * Lets a command choose its device, by `--device` and `--tf32`. The backend, which is loaded later, and processes that
 * are started look at the environment.
 */
export function onDevice(command: Command): Command {
  return command
    .addOption(new Option(`--${device.flag} <name>`, device.meaning.replaceAll("`", "")).choices(deviceNames))
    .option(`--${tf32.flag}`, tf32.meaning.replace(/^1 lets/, "let"))
    .hook("preAction", (_, action) => {
      const chosen = action.opts();
      if (chosen.device) Deno.env.set("HAR_DEVICE", chosen.device);
      if (chosen.tf32) Deno.env.set("HAR_TF32", "1");
    });
}
