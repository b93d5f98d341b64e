import { fileURLToPath } from "node:url";
import { buildNetwork } from "../../network/model/build_network.ts";
import { cost } from "../../network/model/cost.ts";
import type { GroupTraining } from "../../results/studies/measured.ts";
import { checkSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { root } from "../../system/paths.ts";
import { runCommand } from "../../system/run_command.ts";
import { ours, type TrainingMemory } from "./bench_result.ts";
import { Peer, type PeerName, type PeerOptions } from "./peer_process.ts";

/** A training whose memory is measured in a process of its own. */
export interface MemoryTask {
  /** Windows that are loaded. */
  windows: number;
  /** Windows a step. */
  batch: number;
  steps: number;
  /** Settings that build the network. Default: the article's. */
  network?: Partial<ExperimentSettings>;
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
/** Measurements of a network, in turn. */
const turns = 3;
const groups: Pick<GroupTraining, "network" | "groupWidth" | "cardinality">[] = [
  ...[1, 2, 4, 8, 16, 32].flatMap((cardinality) => [
    { network: "resnext", groupWidth: "equal-parameters" as const, cardinality },
    { network: "article", groupWidth: "equal-parameters" as const, cardinality },
    { network: "article", groupWidth: "equal-width" as const, cardinality },
  ]),
  { network: "listed", groupWidth: "article", cardinality: 4 },
];

/** Measures the peak memory of a training of a network, ours and that of peers. Throws if a process fails. */
export async function measureTrainingMemory(
  { key, request, network }: { key: string; request: Record<string, unknown>; network: Partial<ExperimentSettings> },
  peers: PeerName[],
  where: PeerOptions = {},
): Promise<TrainingMemory[]> {
  const results = [{ key, name: ours, bytes: (await trainingCost({ ...wholeDataSet, network })).bytes }];
  for (const name of peers) {
    const peer = await Peer.start(name, where);
    const { windows, batch } = wholeDataSet;
    const answer = await peer.ask<{ bytes: number }>({ task: "train_memory", windows, batch, ...request });
    results.push({ key, name, bytes: answer.bytes });
    await peer.stop();
  }
  return results;
}

/**
 * Measures the peak memory and the step of trainings with more and more groups, three times in turn: of a ResNeXt at equal
 * parameters, and of the article's network with branches at equal parameters and at equal width. Throws if a process
 * fails.
 */
export async function measureGroups(
  onProgress: (done: number, total: number, network: string) => void = () => {},
): Promise<GroupTraining[]> {
  const results: GroupTraining[] = [];
  for (const settings of groups) {
    const { model } = await buildNetwork(checkSettings(settings));
    results.push({ ...settings, parameters: cost(model).parameters, bytes: [], milliseconds: [] });
    model.dispose();
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, network] of groups.entries()) {
      const done = turn * groups.length + index;
      onProgress(done, turns * groups.length, `${network.network}, ${network.cardinality}`);
      const { bytes, milliseconds } = await trainingCost({ ...oneBatch, network });
      results[index].bytes.push(bytes);
      results[index].milliseconds.push(milliseconds);
    }
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
