import { fileURLToPath } from "node:url";
import type { ArticleNetworkOptions } from "../../network/model/article_network.ts";
import { root } from "../../system/paths.ts";
import { run } from "../../system/run_command.ts";
import { Peer, type PeerName, type PeerOptions } from "./peer_process.ts";

/** The most memory that a process had which trained with the whole data set loaded. */
export interface TrainingMemory {
  name: string;
  bytes: number;
}

/** What a process trains whose memory is measured. */
export interface MemoryTask {
  /** Windows that are loaded. */
  windows: number;
  /** Windows a step. */
  batch: number;
  steps: number;
  /** The network. Default: the article's. */
  network?: ArticleNetworkOptions;
}

/** As many windows as UCI-HAR has, the article's batch, and steps enough for the most memory. */
const work: MemoryTask = { windows: 10_299, batch: 128, steps: 8 };

/** What a training in a process of its own took. */
export interface TrainingCost {
  /** The most memory that the process had. */
  bytes: number;
  /** Median step after the first, ms. */
  milliseconds: number;
}

/** Measures a training in a process of its own. Throws if the process fails. */
export async function trainingCost(task: MemoryTask): Promise<TrainingCost> {
  const script = fileURLToPath(new URL("training_memory_process.ts", import.meta.url));
  const args = ["run", "-A", script, JSON.stringify(task)];
  const { success, output } = await run(Deno.execPath(), args, { cwd: root, env: { NO_COLOR: "1" } });
  const last = output.trim().split("\n").at(-1)!;
  if (!success || !last.startsWith("{")) throw new Error(`A training could not be measured: ${output.trim()}`);
  return JSON.parse(last);
}

/** Measures the peak memory of a training, ours and that of peers, each in a process of its own. Throws if a process fails. */
export async function measureTrainingMemory(peers: PeerName[], where: PeerOptions = {}): Promise<TrainingMemory[]> {
  const results = [{ name: "graph", bytes: (await trainingCost(work)).bytes }];
  for (const name of peers) {
    const peer = await Peer.start(name, where);
    const { windows, batch } = work;
    const answer = await peer.ask<{ bytes: number }>({ task: "train_memory", windows, batch });
    results.push({ name, bytes: answer.bytes });
    await peer.stop();
  }
  return results;
}
