import { seedDifference } from "../metrics/seed_difference.ts";
import { bySeed, studyRuns } from "./study_runs.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import { type Claim, isNoLoss, pointsInWords, verdictOf } from "./claim.ts";

/** Claim 7: whether the bottleneck saves work, and what it costs. */
export const bottleneckClaim: Claim = {
  number: 7,
  section: "2.2",
  says: "The bottleneck saves work.",
  async measure(options: RunsOptions = {}) {
    const runs = await studyRuns("bottleneck", options);
    const cardinalities = [1, 4];
    const compared = cardinalities.map((cardinality) => {
      const of = (groupWidth: string) =>
        runs.filter(({ settings }) => settings.cardinality === cardinality && settings.groupWidth === groupWidth);
      const [narrow, wide] = [of("equal-width"), of("output")];
      return {
        cardinality,
        work: wide[0].flops / narrow[0].flops,
        difference: seedDifference(bySeed(narrow), bySeed(wide), { comparisons: cardinalities.length }),
      };
    });
    return {
      verdict: verdictOf(compared.map(({ work, difference }) => work > 1 ? isNoLoss(difference) : false)),
      because:
        compared.map(({ cardinality, work, difference }) =>
          `Without it ${cardinality === 1 ? "one branch takes" : `${cardinality} branches take`} ${
            work.toFixed(1)
          } times the operations, and with it the accuracy differs by ${pointsInWords(difference)}`
        ).join(". ") + ".",
    };
  },
};
