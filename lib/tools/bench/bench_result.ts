import type { Machine } from "../../system/machine.ts";
import type { Measured } from "./measure_in_turn.ts";

/** Name of our contestant, which is compared with the peers. */
export const ours = "graph";

/** The peak memory of a process that trained with the whole data set loaded. */
export interface TrainingMemory {
  /** Such as `train_memory`, or `resnext_4_train_memory` for another network. */
  key: string;
  name: string;
  bytes: number;
}

/** What a race found. */
export interface RaceResult {
  /** Such as `train_step`. */
  key: string;
  title: string;
  /** Names of the peers that took part. */
  peers: string[];
  measured: Measured[];
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
  /** The peak memory of trainings with the whole data set loaded, of each network ours first. */
  trainingMemory: TrainingMemory[];
}

/**
 * Returns our median over that of each peer, `KEY/PEER`, and over that of the fastest peer, `KEY/best_float32`,
 * `KEY/best_tf32` or `KEY/best_bfloat16`.
 */
export function ratiosOf({ races, trainingMemory }: BenchResult): Record<string, number> {
  const ratios: Record<string, number> = {};
  for (const { key, peers, measured } of races) {
    const median = (name: string) => measured.find((one) => one.name === name)!.median;
    for (const peer of peers) ratios[`${key}/${peer}`] = median(ours) / median(peer);
    const best = `${key}/best_${key.match(/_(bfloat16|tf32)$/)?.[1] ?? "float32"}`;
    if (peers.length > 0) ratios[best] = median(ours) / Math.min(...peers.map(median));
  }
  for (const { key, name, bytes } of trainingMemory) {
    const own = trainingMemory.find((one) => one.key === key && one.name === ours)!;
    if (name !== ours) ratios[`${key}/${name}`] = own.bytes / bytes;
  }
  return ratios;
}
