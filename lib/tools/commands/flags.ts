import { type Command, InvalidArgumentError, Option } from "commander";
import { type DeviceName, environmentTable } from "../../settings/environment.ts";
import { type ExperimentSettings, type SettingName, settingNames } from "../../settings/experiment_settings.ts";
import { settingFlag } from "../../settings/setting_flags.ts";
import { settingGroups } from "../../settings/setting_table.ts";

const { HAR_DEVICE: device, HAR_TF32: tf32, HAR_XLA: xla } = environmentTable;

/** The names of the devices that can be asked for. */
export const deviceNames: DeviceName[] = device.type.unwrap().options;

/**
 * Lets a command choose its device, by `--device`, and how TensorFlow computes there. The backend, which is loaded later,
 * and processes that are started look at the environment.
 */
export function onDevice(command: Command): Command {
  return onTensorflow(command)
    .addOption(new Option(`--${device.flag} <name>`, device.meaning.replaceAll("`", "")).choices(deviceNames))
    .hook("preAction", (_, action) => {
      const chosen = action.opts();
      if (chosen.device) Deno.env.set("HAR_DEVICE", chosen.device);
    });
}

/** Lets a command choose how TensorFlow computes, by `--tf32` and `--xla`. */
export function onTensorflow(command: Command): Command {
  for (const { flag, meaning } of [tf32, xla]) command.option(`--${flag}`, meaning.replace(/^1 lets/, "let"));
  return command.hook("preAction", (_, action) => {
    const chosen = action.opts();
    if (chosen.tf32) Deno.env.set("HAR_TF32", "1");
    if (chosen.xla) Deno.env.set("HAR_XLA", "1");
  });
}

/** Reads a number behind a flag. Throws if it is none. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) throw new InvalidArgumentError(`"${text}" is not a number.`);
  return value;
}

/** Collects the values of a flag that can be given more than once. */
export function collect(value: string, values: string[]): string[] {
  return [...values, value];
}

/** Gives a command a flag for every setting of an experiment, in the groups of the table. */
export function withSettings(command: Command): Command {
  for (const [group, settings] of Object.entries(settingGroups)) {
    command.optionsGroup(`Settings of the ${group}:`);
    for (const name of Object.keys(settings) as SettingName[]) command.addOption(optionOf(name));
  }
  return command.optionsGroup("Other flags:");
}

/** Returns the settings among a command's flags, those that were given. */
export function settingsOf(flags: Record<string, unknown>): Partial<ExperimentSettings> {
  const given = settingNames.map((name): [string, unknown] => [name, flags[optionOf(name).attributeName()]]);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function optionOf(name: SettingName): Option {
  const { flag, argument, numeric, description } = settingFlag(name);
  const option = new Option(`${flag} ${argument}`.trimEnd(), description);
  return numeric ? option.argParser(number) : option;
}
