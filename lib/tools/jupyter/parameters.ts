import type { ExperimentSettings } from "../../settings/experiment_settings.ts";
/** A setting that can be given from outside. */
type Value = string | number | boolean | null;

/** The environment variable by which `deno task report --set key=value` hands settings to a notebook, as JSON. */
export const settingsVariable = "HAR_SETTINGS";

/**
 * Returns the settings of a notebook: those of its cell, overridden from outside by `--set key=value`.
 *
 * Throws if a key from outside is not a setting of the notebook, or its value is of another type.
 *
 * ```ts
 * const settings = parameters({ epochs: 50, split: "random" });
 * ```
 *
 * @param defaults The settings as the cell has them.
 */
export function parameters<T extends object>(defaults: T & Partial<ExperimentSettings>): T;
/** Does the same for names that are settings of an experiment too, with values of another type. */
export function parameters<T extends object>(defaults: T): T;
export function parameters<T extends object>(defaults: T): T {
  const given: Record<string, Value> = JSON.parse(Deno.env.get(settingsVariable) ?? "{}");
  return { ...defaults, ...checked(defaults as Record<string, Value>, given) };
}

/**
 * Reads texts of the form `key=value`: numbers, true, false and null as such, everything else as text.
 * Throws if a text has no `=`.
 */
export function readSettings(texts: string[]): Record<string, Value> {
  return Object.fromEntries(texts.map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new Error(`--set takes key=value, such as --set epochs=8, and not "${text}".`);
    return [text.slice(0, at), value(text.slice(at + 1))];
  }));
}

function checked(defaults: Record<string, Value>, given: Record<string, Value>): Record<string, Value> {
  for (const [key, value] of Object.entries(given)) {
    if (!(key in defaults)) {
      throw new Error(`There is no setting "${key}": this notebook has ${Object.keys(defaults).join(", ")}.`);
    }
    const [is, should] = [typeof value, typeof defaults[key]];
    const known = defaults[key] !== null && defaults[key] !== undefined;
    if (known && value !== null && is !== should) {
      throw new Error(
        `The setting ${key} must be a ${should}, such as ${defaults[key]}, and is ${JSON.stringify(value)}.`,
      );
    }
  }
  return given;
}

function value(text: string): Value {
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
