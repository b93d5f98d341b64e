import { fileURLToPath } from "node:url";
import { root } from "../system/paths.ts";
import { run } from "../system/run_command.ts";
import { Peer, type PeerName } from "./peer_process.ts";

/** The most memory that a process had which trained with the whole data set loaded. */
export interface TrainingMemory {
  name: string;
  bytes: number;
}

/** As many windows as UCI-HAR has, the article's batch, and steps enough for the most memory. */
const work = { windows: 10_299, batch: 128, steps: 8 };

/** Measures the peak memory of a training, ours and that of peers, each in a process of its own. Throws if a process fails. */
export async function measureTrainingMemory(peers: PeerName[]): Promise<TrainingMemory[]> {
  const script = fileURLToPath(new URL("training_memory_process.ts", import.meta.url));
  const args = ["run", "-A", script, ...Object.values(work).map(String)];
  const { success, output } = await run(Deno.execPath(), args, { cwd: root, env: { NO_COLOR: "1" } });
  const bytes = Number(output.trim().split("\n").at(-1));
  if (!success || !(bytes > 0)) throw new Error(`The memory of a training could not be measured: ${output.trim()}`);
  const results = [{ name: "graph", bytes }];
  for (const name of peers) {
    const peer = await Peer.start(name);
    const { windows, batch } = work;
    const answer = await peer.ask<{ bytes: number }>({ task: "train_memory", windows, batch });
    results.push({ name, bytes: answer.bytes });
    await peer.stop();
  }
  return results;
}
