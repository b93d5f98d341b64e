import { type Command, Option } from "commander";
import { type ExperimentSettings, type SettingName, settingNames } from "../../settings/experiment_settings.ts";
import { settingFlag } from "../../settings/setting_flags.ts";
import { settingGroups } from "../../settings/setting_table.ts";
import { number } from "./flag_values.ts";

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
