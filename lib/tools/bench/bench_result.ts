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
  for (const { key, ours, peers, measured } of races) {
    const median = (name: string) => measured.find((one) => one.name === name)!.median;
    for (const peer of peers) ratios[`${key}/${peer}`] = median(ours) / median(peer);
    const best = `${key}/best_${key.match(/_(bfloat16|tf32)$/)?.[1] ?? "float32"}`;
    if (peers.length > 0) ratios[best] = median(ours) / Math.min(...peers.map(median));
  }
  for (const { key, name, bytes } of trainingMemory) {
    const ours = trainingMemory.find((one) => one.key === key)!;
    if (name !== ours.name) ratios[`${key}/${name}`] = ours.bytes / bytes;
  }
  return ratios;
}
