import { articleNetwork } from "../../network/model/article_network.ts";
import { cost } from "../../network/model/cost.ts";
import type { ExperimentSettings } from "../../settings/experiment_settings.ts";
import type { GroupMemory } from "../../results/studies/measured.ts";
import { memoryOf } from "./training_memory.ts";

const cardinalities = [1, 4, 16, 32];
const rules: ExperimentSettings["groupWidth"][] = ["article", "equal-parameters"];

/** As little as there can be beside the steps: the windows of one batch, the article's 128. */
const work = { windows: 128, batch: 128, steps: 4 };

/**
 * Measures the peak memory of trainings with more and more groups, each in a process of its own: with branches that
 * divide the input's channels, as the article's do, and at equal parameters. Throws if a process fails.
 */
export async function measureGroupMemory(
  onProgress: (done: number, total: number, network: string) => void = () => {},
): Promise<GroupMemory[]> {
  const networks = rules.flatMap((groupWidth) => cardinalities.map((cardinality) => ({ groupWidth, cardinality })));
  const results: GroupMemory[] = [];
  for (const [index, network] of networks.entries()) {
    onProgress(index, networks.length, `${network.cardinality} branches, ${network.groupWidth}`);
    const model = articleNetwork(network);
    const { parameters } = cost(model);
    model.dispose();
    results.push({ ...network, parameters, bytes: await memoryOf({ ...work, network }) });
  }
  return results;
}
