import { articleNetwork } from "../../network/model/article_network.ts";
import { cost } from "../../network/model/cost.ts";
import type { ExperimentSettings } from "../../settings/experiment_settings.ts";
import type { GroupTraining } from "../../results/studies/measured.ts";
import { trainingCost } from "./training_memory.ts";

const cardinalities = [1, 2, 4, 8, 16, 32];
const rules: ExperimentSettings["groupWidth"][] = ["article", "equal-parameters", "equal-width"];

/** As little as there can be beside the steps: the windows of one batch, the article's 128. */
const work = { windows: 128, batch: 128, steps: 5 };

/**
 * Measures the peak memory and the step of trainings with more and more groups, each in a process of its own: with
 * branches that divide the input's channels, as the article's do, at equal parameters, and at equal width. Throws if a
 * process fails.
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
    results.push({ ...network, parameters, ...await trainingCost({ ...work, network }) });
  }
  return results;
}
