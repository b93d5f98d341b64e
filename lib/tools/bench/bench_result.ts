import { notFound } from "../../system/files.ts";
import type { Machine } from "../../system/machine.ts";
import type { Measured } from "./measure_in_turn.ts";
import type { TrainingMemory } from "./training_memory.ts";

/** What a race found. */
export interface RaceResult {
  /** Such as `train_step`. */
  key: string;
  title: string;
  /** Name of our contestant, which is compared with the peers. */
  ours: string;
  /** Names of the peers that took part. */
  peers: string[];
  measured: Measured[];
  /** When and at which commit it was measured. */
  date: string;
  gitCommit: string | null;
}

/** What `deno task bench` found, as reports/bench.json holds it. Times are in ms. */
export interface BenchResult {
  date: string;
  command: string;
  machine: Machine;
  device: string;
  /** Of TensorFlow, Deno, and the frameworks that took part. */
  versions: Record<string, string>;
  gitCommit: string | null;
  races: RaceResult[];
  /** Our median time, or memory, as a part of another's, such as `train_step/pytorch`. */
  ratios: Record<string, number>;
  /** The peak memory of a training with the whole data set loaded, ours first. */
  trainingMemory: TrainingMemory[];
}

/**
 * Returns the new result together with the races that an earlier bench of the same machine and device measured and this
 * one did not: each race keeps its date and commit. Ratios are taken anew.
 */
export function mergeResults(now: BenchResult, earlier?: BenchResult): BenchResult {
  const same = earlier !== undefined && earlier.device === now.device &&
    JSON.stringify(earlier.machine) === JSON.stringify(now.machine);
  if (!same) return { ...now, ratios: ratiosOf(now.races, now.trainingMemory) };
  const keys = new Set(now.races.map(({ key }) => key));
  const races = [...now.races, ...earlier.races.filter(({ key }) => !keys.has(key))];
  const trainingMemory = now.trainingMemory.length > 0 ? now.trainingMemory : earlier.trainingMemory;
  const versions = { ...earlier.versions, ...now.versions };
  return { ...now, races, trainingMemory, ratios: ratiosOf(races, trainingMemory), versions };
}

/** Reads an earlier result; undefined if there is none, or if an older version of the project wrote it. */
export async function readResult(path: string): Promise<BenchResult | undefined> {
  const text = await Deno.readTextFile(path).catch(notFound(undefined));
  const result: BenchResult | undefined = text === undefined ? undefined : JSON.parse(text);
  return result?.trainingMemory === undefined ? undefined : result;
}

/**
 * Returns our median over that of each peer, `KEY/PEER`, and over that of the fastest peer, `KEY/best_float32`,
 * `KEY/best_tf32` or `KEY/best_bfloat16`.
 */
function ratiosOf(races: RaceResult[], memory: TrainingMemory[]): Record<string, number> {
  const ratios: Record<string, number> = {};
  for (const { key, ours, peers, measured } of races) {
    const median = (name: string) => measured.find((one) => one.name === name)!.median;
    for (const peer of peers) ratios[`${key}/${peer}`] = median(ours) / median(peer);
    const best = `${key}/best_${key.match(/_(bfloat16|tf32)$/)?.[1] ?? "float32"}`;
    if (peers.length > 0) ratios[best] = median(ours) / Math.min(...peers.map(median));
  }
  const [ours, ...others] = memory;
  for (const { name, bytes } of others) ratios[`train_memory/${name}`] = ours.bytes / bytes;
  return ratios;
}
