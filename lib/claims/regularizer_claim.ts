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
    const runs = await studyRuns("training-windows", options);
    const sizes = [...new Set(runs.map(({ settings }) => settings.trainingWindows!))].sort((a, b) => a - b);
    const compare = (groupWidth: string) =>
      sizes.map((windows) => {
        const of = (cardinality: number) =>
          runs.filter(({ settings }) =>
            settings.groupWidth === groupWidth && settings.trainingWindows === windows &&
            settings.cardinality === cardinality
          );
        return {
          gap: seedDifference(bySeed(of(16), generalizationGap), bySeed(of(1), generalizationGap)),
          test: seedDifference(bySeed(of(16)), bySeed(of(1))),
        };
      });
    const [sameSize, sameWidth] = ["equal-parameters", "equal-width"].map(compare);
    const inWords = (compared: typeof sameSize) =>
      `${listed(compared.map(({ gap }) => gap.mean))} points with ${
        sizes.join(", ")
      } training windows, with the most by ${pointsInWords(compared.at(-1)!.gap)}, and test accuracy by ${
        listed(compared.map(({ test }) => test.mean))
      }`;
    return {
      verdict: verdictOf([...sameSize, ...sameWidth].map(({ gap }) => gap.verdict === "lower")),
      because: `At equal parameters 16 branches change the gap between training and test against one branch by ${
        inWords(sameSize)
      }; at equal width by ${inWords(sameWidth)}.`,
    };
  },
};

function listed(differences: number[]): string {
  return differences.map(points).join(", ");
}
