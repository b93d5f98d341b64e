import type { Loading } from "./data_bench.ts";
import type { Machine } from "../../system/machine.ts";
import type { Measured } from "./measure_in_turn.ts";
import type { OfficialWindows } from "./official_windows.ts";
import type { TrainingMemory } from "./training_memory.ts";
import type { Growth, MemoryUse } from "./step_growth.ts";

/** What a race found. */
export interface RaceResult {
  /** Such as `train_step`. */
  key: string;
  title: string;
  /** Name of the one of ours that is compared with peers. */
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
  /** The adapter of the column WebGPU, if there is one. */
  webgpu?: string;
  /** Of TensorFlow, Deno, and the frameworks that took part. */
  versions: Record<string, string>;
  gitCommit: string | null;
  races: RaceResult[];
  /** Our median time, or memory, as a part of another's, such as `train_step/pytorch`. */
  ratios: Record<string, number>;
  /** The most memory of a training with the whole data set loaded, ours first. */
  trainingMemory: TrainingMemory[];
  growth: Growth[];
  memory: MemoryUse[];
  /** What it takes to load whole archives, by what they are. */
  loading: Record<string, Loading>;
  /** How close HAPT's recordings come to UCI-HAR's published windows, if both are available. */
  officialWindows?: OfficialWindows;
}
