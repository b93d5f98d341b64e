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
  /** The peak memory of trainings with the whole data set loaded, of each network ours first. */
  trainingMemory: TrainingMemory[];
}
