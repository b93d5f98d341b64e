import { gitCommit } from "../runs/software_versions.ts";
import { writeWhole } from "../../system/files.ts";
import { root } from "../../system/paths.ts";
import { type Machine, machine } from "../../system/machine.ts";
import type { ExperimentSettings } from "../../settings/experiment_settings.ts";

/** What a training takes whose blocks have some number of groups, or of branches, in several measurements. */
export interface GroupTraining extends Pick<ExperimentSettings, "network" | "groupWidth" | "cardinality"> {
  /** Trainable parameters. */
  parameters: number;
  /** Peak resident memory of the process, bytes. */
  bytes: number[];
  /** Median step of 128 windows, ms. */
  milliseconds: number[];
}

/** How long one window takes on a backend of TensorFlow.js in a browser. */
export interface BrowserLatency {
  /** Backend of TensorFlow.js. */
  backend: "wasm" | "cpu";
  /** What computes. */
  device: string;
  /** Median time from numbers to numbers, ms; left out if the browser has no such backend. */
  milliseconds?: number;
  /** Predictions that were measured. */
  times?: number;
  /** Why there is no time. */
  missing?: string;
}

/** What the notebooks 06 and 08 show without measuring it again, by name. */
export interface Measurements {
  /** Memory and step of a training against the number of groups. */
  groups: GroupTraining[];
  /** One window in a browser. */
  browser: BrowserLatency[];
}

/** A measurement with where and how it was made. */
export interface Measured<Results> {
  /** When, in ISO 8601. */
  date: string;
  /** What repeats it. */
  command: string;
  /** Where. */
  machine: Machine;
  /** Commit of this project; null outside of git. */
  gitCommit: string | null;
  /** The browser, if there was one. */
  browser?: string;
  /** The results. */
  results: Results;
}

const file = (name: string) => `${root}/notebooks/measured/${name}.json`;

/**
 * Returns a measurement that is kept with the notebooks. Throws one sentence if it was never made.
 *
 * @param name The name of its file in notebooks/measured, without `.json`.
 */
export async function measured<Name extends keyof Measurements>(name: Name): Promise<Measured<Measurements[Name]>> {
  try {
    return JSON.parse(await Deno.readTextFile(file(name)));
  } catch (error) {
    throw new NotMeasured(`${file(name)} cannot be read (${(error as Error).message}): run deno task bench ${name}.`);
  }
}

/** Keeps a measurement of now with the notebooks. Returns its file. */
export async function keepMeasured<Name extends keyof Measurements>(
  name: Name,
  results: Measurements[Name],
  browser?: string,
): Promise<string> {
  const kept: Measured<Measurements[Name]> = {
    date: new Date().toISOString(),
    command: `deno task bench ${name}`,
    machine: machine(),
    gitCommit: await gitCommit(),
    browser,
    results,
  };
  await Deno.mkdir(`${root}/notebooks/measured`, { recursive: true });
  await writeWhole(file(name), JSON.stringify(kept, null, 2) + "\n");
  return file(name);
}

/** Nobody has measured this here; the message names the command that does. */
export class NotMeasured extends Error {}
