import { seedDifference } from "../metrics/seed_difference.ts";
import { bySeed, studyRuns } from "./study_runs.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { type Claim, points } from "./claim.ts";

/** Returns the runs whose networks get narrower: four branches, and one branch at equal parameters. */
export async function narrowerRuns(options: RunsOptions = {}): Promise<RunRecord[]> {
  const widths = await studyRuns("width", options);
  return [...widths.filter(({ settings }) => settings.width <= 1), ...await studyRuns("one-branch", options)];
}

/** Claim 10: whether a grouped network is lighter than one with one branch that is as accurate. */
export const lighterClaim: Claim = {
  number: 10,
  section: "4",
  says: "At equal performance ResNeXt is lighter than ResNet.",
  async measure(options: RunsOptions = {}) {
    const runs = await narrowerRuns(options);
    const article = bySeed(runs.filter(({ settings }) => settings.cardinality === 4 && settings.width === 1));
    // The smallest network of each kind that is not seen to be worse than the article's.
    const smallest = (cardinality: number) => {
      const widths = Map.groupBy(
        runs.filter(({ settings }) => settings.cardinality === cardinality),
        ({ settings }) => settings.width,
      );
      const good = [...widths.values()].map((own) => ({ own, difference: seedDifference(bySeed(own), article) }))
        .filter(({ difference }) => difference.verdict !== "lower");
      return good.toSorted((a, b) => a.own[0].parameters - b.own[0].parameters)[0];
    };
    const [grouped, one] = [smallest(4), smallest(1)];
    const text = ({ own, difference }: typeof grouped) =>
      `${own[0].parameters.toLocaleString("en")} parameters (${points(difference.mean)} points)`;
    return {
      verdict: grouped.own[0].parameters < 0.9 * one.own[0].parameters ? "holds" : "does not hold",
      because: `The smallest network that is not seen to be worse than the article's has ${
        text(grouped)
      } with four branches, and ${text(one)} with one.`,
    };
  },
};
