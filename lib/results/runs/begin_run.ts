import { basename } from "node:path";
import type { DataSource } from "../../data/windows/data_source.ts";
import type { Split } from "../../data/windows/split_windows.ts";
import type { Standardization } from "../../data/windows/window_tensors.ts";
import {
  articleSettings,
  type CheckedSettings,
  checkSettings,
  type ExperimentSettings,
  settingNames,
} from "../../settings/experiment_settings.ts";
import { runsFolder, unfinishedFolder } from "../../settings/environment.ts";
import { type Setting, settingTable } from "../../settings/setting_table.ts";
import { exists, namesIn } from "../../system/files.ts";
import type { RunsOptions } from "./list_runs.ts";

/** What decides the numbers of a run: it continues with these and no others. */
export interface RunBeginning {
  settings: CheckedSettings;
  /** What tells its network from others, see `networkSha256`. */
  networkSha256?: string;
  /** Kind and SHA-256 of its data; synthetic windows have no SHA-256. */
  source: Pick<DataSource, "kind" | "sha256">;
  /** Fingerprint of its windows and their split, see {@link windowsFingerprint}. */
  windows: string;
}

/** A run that has begun and not ended, as `begun.json` in its folder holds it. */
export interface BegunRun extends RunBeginning {
  /** Identifier of the run, and the name of its folder when it has ended. */
  id: string;
  /** ISO 8601. */
  startedAt: string;
}

/**
 * Begins a run under a new identifier: what it begins with lies in reports/runs/<id>.unfinished, and training keeps its
 * epochs there, until the run's record is written.
 */
export async function beginRun(
  beginning: RunBeginning,
  { folder = runsFolder }: RunsOptions = {},
): Promise<BegunRun> {
  const now = new Date();
  await Deno.mkdir(folder, { recursive: true });
  for (;;) {
    const id = await newRunId(beginning.settings, { now, runs: folder });
    try {
      await Deno.mkdir(unfinishedFolder(id, folder));
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) continue;
      throw error;
    }
    const begun: BegunRun = { id, ...beginning, startedAt: now.toISOString() };
    const path = `${unfinishedFolder(id, folder)}/begun.json`;
    await Deno.writeTextFile(`${path}.partial`, JSON.stringify(begun, null, 2) + "\n");
    await Deno.rename(`${path}.partial`, path);
    return begun;
  }
}

/**
 * Returns the beginning of a run that is to continue. Throws one sentence if nothing began under this identifier, or
 * something else did: other settings, other data or another split.
 */
export async function continueRun(id: string, wanted: RunBeginning, options: RunsOptions = {}): Promise<BegunRun> {
  const begun = await readBegunRun(id, options);
  const different = settingNames.filter((name) => isFixed(name, wanted.settings))
    .filter((name) => begun.settings[name] !== wanted.settings[name]);
  if (different.length > 0) {
    const list = different.map((name) => `${name} ${begun.settings[name]}, not ${wanted.settings[name]}`).join("; ");
    throw new Error(`The run ${id} cannot continue with other settings: it began with ${list}.`);
  }
  if (begun.networkSha256 !== wanted.networkSha256) {
    throw new Error(`The run ${id} cannot continue with another network: it began with other layers.`);
  }
  if (begun.windows !== wanted.windows) {
    throw new Error(`The run ${id} cannot continue with other windows: it began with other data or another split.`);
  }
  return begun;
}

/** Tells whether a setting decides numbers; with a constant learning rate the number of epochs does not. */
function isFixed(name: keyof ExperimentSettings, { schedule }: CheckedSettings): boolean {
  const { mayChange = false }: Setting = settingTable[name];
  return name === "epochs" ? schedule !== "constant" : !mayChange;
}

/**
 * Reads how an unfinished run began. Throws one sentence that names those that can be resumed if there is none of this
 * identifier.
 */
export async function readBegunRun(id: string, { folder = runsFolder }: RunsOptions = {}): Promise<BegunRun> {
  const text = await Deno.readTextFile(`${unfinishedFolder(id, folder)}/begun.json`).catch(() => undefined);
  if (text !== undefined) {
    const begun: BegunRun = JSON.parse(text);
    return { ...begun, id, settings: checkSettings(begun.settings) };
  }
  if (await exists(`${folder}/${id}/run.json`)) throw new Error(`The run ${id} has ended: there is nothing to resume.`);
  const others = await unfinishedRuns({ folder });
  throw new Error(
    `There is no run ${id} to resume: ${
      others.length > 0 ? `there are ${others.join(", ")}` : "every run here has ended"
    }.`,
  );
}

/** Returns the identifiers of unfinished runs, the oldest first: under way, stopped, or cut off. */
export async function unfinishedRuns({ folder = runsFolder }: RunsOptions = {}): Promise<string[]> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith(".unfinished"));
  return names.map((name) => name.replace(/\.unfinished$/, "")).sort();
}

/**
 * Returns the SHA-256 of which rows train, validate and test, and of the mean and deviation of the training windows, which
 * tells other windows in the same rows.
 */
export async function windowsFingerprint(
  { train, validation, test }: Split,
  { mean, deviation }: Standardization,
): Promise<string> {
  const rows = [train, validation, test].flatMap((part) => [part.length, ...part]);
  const numbers = Float64Array.from([...rows, ...mean, ...deviation]);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", numbers)).toHex();
}

/**
 * Returns an identifier for a run that begins now, such as `2026-11-24-231500-random-seed1`, with the name of
 * a network that is not the article's before the split; it is new in reports/runs.
 */
export async function newRunId(
  { network, split, seed }: Pick<ExperimentSettings, "network" | "split" | "seed">,
  options: { now?: Date; runs?: string } = {},
): Promise<string> {
  const { now = new Date(), runs = runsFolder } = options;
  const [date, time] = now.toISOString().split("T");
  const name = network === articleSettings.network ? "" : `${basename(network, ".ts").replaceAll(/[^\w-]+/g, "-")}-`;
  const id = `${date}-${time.slice(0, 8).replaceAll(":", "")}-${name}${split}-seed${seed}`;
  for (let count = 1;; count++) {
    const candidate = count === 1 ? id : `${id}-${count}`;
    const places = [`${runs}/${candidate}`, unfinishedFolder(candidate, runs)];
    const taken = await Promise.all(places.map(exists));
    if (!taken.includes(true)) return candidate;
  }
}
