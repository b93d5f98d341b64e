import type { CheckedSettings, SettingName } from "./experiment_settings.ts";
import { nearestPreset } from "./presets.ts";
import { type JsonSchema, jsonSchema } from "./setting_rule.ts";
import { type Setting, settingTable } from "./setting_table.ts";

/** A setting as a flag of the command line. */
export interface SettingFlag {
  /** Such as `--learning-rate`. */
  flag: string;
  /** What stands behind it, such as `<number>` or `<best|last>`; empty for a flag that is a switch. */
  argument: string;
  /** Whether its argument is a number. */
  numeric: boolean;
  /** Its meaning, and the meaning of leaving it out. */
  description: string;
}

/** Returns a setting's flag. */
export function settingFlag(name: SettingName): SettingFlag {
  const { type, meaning, unit, leftOut, flag }: Setting = settingTable[name];
  const schema = jsonSchema(type);
  const numeric = schema.type === "number" || schema.type === "integer";
  const byDefault = leftOut ?? String(type.parse(undefined));
  return {
    flag: `--${flag ?? name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    argument: schema.type === "boolean" ? "" : `<${placeholder(schema, unit)}>`,
    numeric,
    description: `${meaning.replaceAll("`", "")} (default: ${byDefault})`,
  };
}

/**
 * Returns the flags with which `deno task train` repeats an experiment, such as
 * `--preset by-person --epochs 14 --noise 0.05`: the preset that needs the fewest further flags, and those.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { checkSettings } from "har";
 * const settings = checkSettings({ learningRate: 0.001, seed: 2 });
 * assertEquals(flagsOf(settings), "--preset article --learning-rate 0.001 --seed 2");
 * ```
 */
export function flagsOf(settings: CheckedSettings): string {
  const { preset, differing } = nearestPreset(settings);
  return [`--preset ${preset}`, ...differing.map((name) => flagWithValue(name, settings[name]))].join(" ");
}

function flagWithValue(name: SettingName, value: unknown): string {
  const { flag, argument } = settingFlag(name);
  if (argument === "") return flag;
  const text = String(value);
  return `${flag} ${/^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`}`;
}

function placeholder({ type, enum: values, const: only }: JsonSchema, unit?: string): string {
  if (values) return values.join("|");
  if (only !== undefined) return only;
  if (type === "number" || type === "integer") return unit && !unit.includes(" ") ? unit : "number";
  return type === "string" ? "name" : "source";
}
