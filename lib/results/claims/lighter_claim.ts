// @ts-types="npm:@types/d3-array@3.2.2"
import { min } from "d3-array";
import { seedDifference } from "../metrics/seed_difference.ts";
import { bySeed, studyRuns } from "./study_runs.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { type Claim, isNoLoss, pointsInWords, verdictOf } from "./claim.ts";

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
    const isArticle = ({ settings }: RunRecord) => settings.cardinality === 4 && settings.width === 1;
    const article = bySeed(runs.filter(isArticle));
    const networks = [
      ...Map.groupBy(
        runs.filter((run) => !isArticle(run)),
        ({ settings }) => `${settings.cardinality} ${settings.width}`,
      ).values(),
    ];
    const compared = networks.map((own) => {
      const [{ settings: { cardinality, width }, parameters }] = own;
      const difference = seedDifference(bySeed(own), article, { comparisons: networks.length });
      return { cardinality, width, parameters, difference };
    });
    // The article's network is as good as itself, and the others as far as the intervals tell.
    const all = [
      { cardinality: 4, parameters: runs.find(isArticle)!.parameters, good: true },
      ...compared.map(({ difference, ...network }) => ({ ...network, good: isNoLoss(difference) })),
    ];
    const smallest = (cardinality: number, counts: (boolean | undefined)[]) =>
      min(
        all,
        ({ parameters, good, ...own }) =>
          own.cardinality === cardinality && counts.includes(good) ? parameters : undefined,
      ) ?? Infinity;
    const isLighter = (grouped: number, one: number) => grouped < 0.9 * one;
    const atWorst = isLighter(smallest(4, [true]), smallest(1, [true, undefined]));
    const atBest = isLighter(smallest(4, [true, undefined]), smallest(1, [true]));
    const branches = (cardinality: number) => cardinality === 1 ? "one branch" : `${cardinality} branches`;
    return {
      verdict: verdictOf([atWorst === atBest ? atBest : undefined]),
      because: `Against the article's network ${
        compared.map(({ cardinality, parameters, difference }) =>
          `${branches(cardinality)} with ${parameters.toLocaleString("en")} parameters differ by ${
            pointsInWords(difference)
          }`
        ).join(", ")
      }.`,
    };
  },
};
