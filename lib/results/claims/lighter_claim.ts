import { seedDifference } from "../metrics/seed_difference.ts";
import { bySeed, cardinalityRuns, studyRuns } from "./study_runs.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { type Claim, isSeen, pointsInWords, verdictOf } from "./claim.ts";

/** Returns the runs whose networks get narrower than the article's: four branches, and one branch at equal parameters. */
export async function narrowerRuns(options: RunsOptions = {}): Promise<RunRecord[]> {
  const runs = [...await studyRuns("narrower", options), ...await cardinalityRuns(options)];
  return runs.filter(({ settings }) => settings.cardinality <= 4);
}

/** Claim 10: whether four branches are better than one of as many parameters, so that they could do with fewer. */
export const lighterClaim: Claim = {
  number: 10,
  section: "4",
  says: "At equal performance ResNeXt is lighter than ResNet.",
  async measure(options: RunsOptions = {}) {
    const pairs = [...Map.groupBy(await narrowerRuns(options), ({ settings }) => settings.width)]
      .toSorted(([a], [b]) => a - b).map(([, runs]) => {
        const branches = (cardinality: number) => runs.filter(({ settings }) => settings.cardinality === cardinality);
        return { grouped: branches(4), one: branches(1) };
      });
    const compared = pairs.map(({ grouped, one }) => ({
      parameters: grouped[0].parameters,
      difference: seedDifference(bySeed(grouped), bySeed(one), { comparisons: pairs.length }),
    }));
    return {
      verdict: verdictOf(compared.map(({ difference }) => isSeen("higher", difference))),
      because: `Against one branch with as many parameters, four branches differ ${
        compared.map(({ parameters, difference }) =>
          `by ${pointsInWords(difference)} with ${parameters.toLocaleString("en")}, ${difference.count} seeds`
        ).join("; ")
      }.`,
    };
  },
};
