import { fileURLToPath } from "node:url";
import { articleNetwork, type ArticleNetworkOptions } from "../../network/model/article_network.ts";
import { cost } from "../../network/model/cost.ts";
import type { GroupTraining } from "../../results/studies/measured.ts";
import type { ExperimentSettings } from "../../settings/experiment_settings.ts";
import { root } from "../../system/paths.ts";
import { runCommand } from "../../system/run_command.ts";
import { Peer, type PeerName, type PeerOptions } from "./peer_process.ts";

/** The peak memory of a process that trained with the whole data set loaded. */
export interface TrainingMemory {
  name: string;
  bytes: number;
}

/** A training whose memory is measured in a process of its own. */
export interface MemoryTask {
  /** Windows that are loaded. */
  windows: number;
  /** Windows a step. */
  batch: number;
  steps: number;
  /** The network. Default: the article's. */
  network?: ArticleNetworkOptions;
}

/** What a training in a process of its own took. */
export interface TrainingCost {
  /** Peak memory of the process. */
  bytes: number;
  /** Median step after the first, ms. */
  milliseconds: number;
}

/** As many windows as UCI-HAR has, the article's batch, and enough steps to reach the peak. */
const wholeDataSet: MemoryTask = { windows: 10_299, batch: 128, steps: 8 };
/** As little as there can be beside the steps: the windows of one batch, the article's 128. */
const oneBatch: MemoryTask = { windows: 128, batch: 128, steps: 5 };
const cardinalities = [1, 2, 4, 8, 16, 32];
const rules: ExperimentSettings["groupWidth"][] = ["article", "equal-parameters", "equal-width"];

/** Measures the peak memory of a training, ours and that of peers. Throws if a process fails. */
export async function measureTrainingMemory(peers: PeerName[], where: PeerOptions = {}): Promise<TrainingMemory[]> {
  const results = [{ name: "graph", bytes: (await trainingCost(wholeDataSet)).bytes }];
  for (const name of peers) {
    const peer = await Peer.start(name, where);
    const { windows, batch } = wholeDataSet;
    const answer = await peer.ask<{ bytes: number }>({ task: "train_memory", windows, batch });
    results.push({ name, bytes: answer.bytes });
    await peer.stop();
  }
  return results;
}

/**
 * Measures the peak memory and the step of trainings with more and more groups: with branches that divide the input's
 * channels, as the article's do, at equal parameters, and at equal width. Throws if a process fails.
 */
export async function measureGroups(
  onProgress: (done: number, total: number, network: string) => void = () => {},
): Promise<GroupTraining[]> {
  const networks = rules.flatMap((groupWidth) => cardinalities.map((cardinality) => ({ groupWidth, cardinality })));
  const results: GroupTraining[] = [];
  for (const [index, network] of networks.entries()) {
    onProgress(index, networks.length, `${network.cardinality} branches, ${network.groupWidth}`);
    const model = articleNetwork(network);
    const { parameters } = cost(model);
    model.dispose();
    results.push({ ...network, parameters, ...await trainingCost({ ...oneBatch, network }) });
  }
  return results;
}

/** Measures a training in a process of its own. Throws if the process fails. */
async function trainingCost(task: MemoryTask): Promise<TrainingCost> {
  const script = fileURLToPath(new URL("training_memory_process.ts", import.meta.url));
  const args = ["run", "-A", script, JSON.stringify(task)];
  const { success, output } = await runCommand(Deno.execPath(), args, { cwd: root, env: { NO_COLOR: "1" } });
  const last = output.trim().split("\n").at(-1)!;
  if (!success || !last.startsWith("{")) throw new Error(`A training could not be measured: ${output.trim()}`);
  return JSON.parse(last);
}
