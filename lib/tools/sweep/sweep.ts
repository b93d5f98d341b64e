import type { DataSource } from "../../data/windows/data_source.ts";
import { experimentKey, findRun } from "../../results/runs/find_run.ts";
import type { RunsOptions } from "../../results/runs/list_runs.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { articleSettings, type CheckedSettings } from "../../settings/experiment_settings.ts";
import { windowsKey, windowsOf } from "../../results/runs/windows_of.ts";
import { daskPool } from "./dask_pool.ts";
import { localPool, type PoolOptions, type TrialEnd } from "./local_pool.ts";

export interface SweepOptions extends RunsOptions {
  /** Processes at a time on this machine. Default: one for every four cores, at least one. */
  processes?: number;
  /** Address of a Dask scheduler whose workers run the trials, such as `tcp://10.0.0.5:8786`. Default: this machine. */
  dask?: string;
  /** Called before the first trial begins. */
  onPlan?: (plan: SweepPlan) => void;
  /** Called with what the trial at a place in the list says on the way. */
  onProgress?: (index: number, line: string) => void;
  /** Called when the trial at a place in the list has ended. */
  onEnd?: (index: number, end: TrialEnd) => void;
  /** Stops the trials under way after their batch; they can be continued. */
  signal?: AbortSignal;
}

/** What a sweep will do. */
export interface SweepPlan {
  /** Trials whose finished runs were found. */
  found: number;
  /** Trials that are to be run. */
  run: number;
  /** Trials that are equal to one before them. */
  equal: number;
}

/** How a sweep left the trial at a place in the list; both are left out if it was stopped before it began. */
export interface SweepOutcome {
  run?: RunRecord;
  error?: string;
}

/**
 * Runs trials in a bounded pool of processes here, or on a Dask cluster. A trial whose finished run is in the folder
 * is not run again, and one that was cut off is continued, so a sweep that is run again continues where it stopped.
 * Trials that fail leave an error, and the others go on. Returns an outcome for each trial.
 */
export async function sweep(trials: CheckedSettings[], options: SweepOptions = {}): Promise<SweepOutcome[]> {
  const { folder, processes = defaultProcesses(), dask, signal = new AbortController().signal } = options;
  const sources = await sourcesOf(trials);
  const networks = await Promise.all(trials.map((settings) => networkOf(settings)));
  const keys = trials.map((settings, i) => experimentKey(settings, sources[i], networks[i]));
  const outcomes: SweepOutcome[] = await Promise.all(
    trials.map(async (settings, i) => ({
      run: await findRun(settings, sources[i], { folder, networkSha256: networks[i] }),
    })),
  );
  const first = keys.map((key) => keys.indexOf(key));
  const pending = [...trials.keys()].filter((i) => first[i] === i && !outcomes[i].run);
  const found = outcomes.filter(({ run }, i) => run && first[i] === i).length;
  options.onPlan?.({ found, run: pending.length, equal: trials.length - found - pending.length });
  const orders = pending.map((i) => ({
    settings: trials[i],
    networkSha256: networks[i],
    source: sources[i],
    runs: folder,
  }));
  const pool: PoolOptions = {
    signal,
    onProgress: (order, line) => options.onProgress?.(pending[order], line),
    onEnd(order, end) {
      outcomes[pending[order]] = end;
      options.onEnd?.(pending[order], end);
    },
  };
  if (orders.length > 0) {
    await (dask === undefined
      ? localPool(orders, { ...pool, processes })
      : daskPool(orders, { ...pool, address: dask }));
  }
  return first.map((i) => outcomes[i]);
}

/** Returns what tells a trial's network from others; TensorFlow loads only if it is not the article's. */
async function networkOf(settings: CheckedSettings): Promise<string | undefined> {
  if (settings.network === articleSettings.network) return undefined;
  const { sha256OfNetwork } = await import("../../network/model/build_network.ts");
  return await sha256OfNetwork(settings);
}

function defaultProcesses(): number {
  return Math.max(1, Math.floor(navigator.hardwareConcurrency / 4));
}

/**
 * Loads the windows of each kind that the trials ask for, so that they lie in the cache, and returns where they come
 * from.
 */
async function sourcesOf(trials: CheckedSettings[]): Promise<Pick<DataSource, "kind" | "sha256">[]> {
  const known = new Map<string, Pick<DataSource, "kind" | "sha256">>();
  const sources = [];
  for (const settings of trials) {
    const key = windowsKey(settings);
    const source = known.get(key) ?? (await windowsOf(settings)).source;
    known.set(key, source);
    sources.push({ kind: source.kind, sha256: source.sha256 });
  }
  return sources;
}
