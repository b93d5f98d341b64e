import { articleSettings, type CheckedSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { presetSettings } from "../../settings/presets.ts";
import { gridSearch, randomSearch, type Range, type Vary } from "./search_space.ts";

/** What a sweep's file says. */
export interface SweepFile {
  /** Settings to begin with, see `presets`. Default: the article's. */
  preset?: string;
  /** Settings that are other than the preset's, in every trial. */
  settings?: Partial<ExperimentSettings>;
  /** Default: `"grid"`. */
  search?: "grid" | "random";
  vary: Vary;
  /** Number of trials of a random search. Default: 20. */
  trials?: number;
  /** Seed of a random search. Default: 1. */
  seed?: number;
}

const keys = ["preset", "settings", "search", "vary", "trials", "seed"];

/** Reads a sweep's file and returns the settings of its trials. Throws one sentence that says what is wrong in it. */
export async function readSweep(path: string): Promise<CheckedSettings[]> {
  let file: SweepFile;
  try {
    file = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    const why = error instanceof SyntaxError ? `is not JSON: ${error.message}` : "cannot be read";
    throw new Error(`${path} ${why}.`);
  }
  try {
    return trialsOf(file);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}

function trialsOf(file: SweepFile): CheckedSettings[] {
  if (!isRecord(file)) throw new Error("a sweep is an object with `vary`.");
  const unknown = Object.keys(file).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new Error(`there is no "${unknown}" in a sweep: there are ${keys.join(", ")}.`);
  const { preset, settings = {}, search = "grid", vary, trials, seed } = file;
  if (!isRecord(vary) || Object.keys(vary).length === 0) {
    throw new Error('"vary" must name settings and their values, such as {"cardinality": [1, 2, 4]}.');
  }
  for (const [name, values] of Object.entries(vary)) {
    if (!(Array.isArray(values) && values.length > 0 || isRange(values))) {
      throw new Error(
        `vary.${name} must be a list of values, or a range such as {"from": 0.0001, "to": 0.01, "scale": "log"}.`,
      );
    }
  }
  if (search !== "grid" && search !== "random") throw new Error(`"search" must be "grid" or "random".`);
  if (search === "grid" && (trials !== undefined || seed !== undefined)) {
    throw new Error('"trials" and "seed" belong to a random search: set "search" to "random", or leave them out.');
  }
  const base = { ...(preset === undefined ? articleSettings : presetSettings(preset)), ...settings };
  return search === "grid" ? gridSearch(base, vary) : randomSearch(base, vary, { trials, seed });
}

function isRange(value: unknown): value is Range {
  if (!isRecord(value)) return false;
  const { from, to, scale = "linear", whole = false } = value;
  return typeof from === "number" && typeof to === "number" && from <= to && typeof whole === "boolean" &&
    (scale === "linear" || scale === "log" && from > 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
