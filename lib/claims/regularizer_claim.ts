import { seedDifference } from "../metrics/seed_difference.ts";
import { bySeed } from "../runs/by_seed.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { type Claim, verdictOf } from "./claim.ts";
import { points, pointsInWords } from "./in_words.ts";
import { studyRuns } from "./study_runs.ts";

/** Returns by how much a run was better on what it was trained on, in its last epoch, than on its test windows. */
export function generalizationGap({ history, test }: RunRecord): number {
  return history.at(-1)!.accuracy - test.accuracy;
}

/** Claim 3: whether groups regularise, as the gap between training and test tells. */
export const regularizerClaim: Claim = {
  number: 3,
  section: "1.3",
  says: "Grouping is an implicit regulariser.",
  async measure(options: RunsOptions = {}) {
    const runs = (await studyRuns("training-windows", options)).filter(({ settings }) =>
      settings.groupWidth === "equal-parameters"
    );
    const sizes = [...new Set(runs.map(({ settings }) => settings.trainingWindows!))].sort((a, b) => a - b);
    const compared = sizes.map((windows) => {
      const of = (cardinality: number) =>
        runs.filter(({ settings }) => settings.trainingWindows === windows && settings.cardinality === cardinality);
      return {
        gap: seedDifference(bySeed(of(16), generalizationGap), bySeed(of(1), generalizationGap)),
        test: seedDifference(bySeed(of(16)), bySeed(of(1))),
      };
    });
    return {
      verdict: verdictOf(compared.map(({ gap }) => gap.verdict === "lower")),
      because: `At equal parameters 16 branches change the gap between training and test against one branch by ${
        compared.map(({ gap }) => points(gap.mean)).join(", ")
      } points with ${sizes.join(", ")} training windows, with the most by ${
        pointsInWords(compared.at(-1)!.gap)
      }; test accuracy by ${compared.map(({ test }) => points(test.mean)).join(", ")}.`,
    };
  },
};
