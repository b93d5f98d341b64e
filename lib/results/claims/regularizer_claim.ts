import { type SeedDifference, seedDifference } from "../metrics/seed_difference.ts";
import { generalizationGap } from "../metrics/late_accuracy.ts";
import { bySeed, studyRuns } from "./study_runs.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { type Claim, isSeen, pointsInWords, verdictOf } from "./claim.ts";

/** What 16 branches change against one, with so much to learn from. */
export interface RegularizerComparison {
  /** What is grown: windows, or people with as many windows in all. */
  of: "training windows" | "training people";
  /** How many there are. */
  count: number;
  /** What stays the same, parameters or the width of a branch. */
  groupWidth: "equal-parameters" | "equal-width";
  /** By how much the gap between training and test changes. */
  gap: SeedDifference;
  /** By how much the accuracy on the test windows changes. */
  test: SeedDifference;
}

/** Compares 16 branches with one, for each number of windows and of people that was trained on. */
export async function regularizerComparisons(options: RunsOptions = {}): Promise<RegularizerComparison[]> {
  const kinds = [
    { of: "training windows", study: "training-windows", setting: "trainingWindows", groupWidth: "equal-parameters" },
    { of: "training windows", study: "training-windows", setting: "trainingWindows", groupWidth: "equal-width" },
    { of: "training people", study: "training-people", setting: "trainingPeople", groupWidth: "equal-parameters" },
  ] as const;
  const pairs = await Promise.all(kinds.map(async ({ of, study, setting, groupWidth }) => {
    const runs = (await studyRuns(study, options)).filter(({ settings }) => settings.groupWidth === groupWidth);
    const counts = [...new Set(runs.map(({ settings }) => settings[setting]!))].sort((a, b) => a - b);
    // All people with as many windows are the first comparison by windows.
    return (of === "training people" ? counts.slice(0, -1) : counts).map((count) => {
      const own = runs.filter(({ settings }) => settings[setting] === count);
      const branches = (cardinality: number) => own.filter(({ settings }) => settings.cardinality === cardinality);
      return { of, count, groupWidth, many: branches(16), one: branches(1) };
    });
  }));
  const comparisons = pairs.flat().length;
  return pairs.flat().map(({ many, one, ...pair }) => ({
    ...pair,
    gap: seedDifference(bySeed(many, generalizationGap), bySeed(one, generalizationGap), { comparisons }),
    test: seedDifference(bySeed(many), bySeed(one), { comparisons }),
  }));
}

/** Claim 3: whether groups regularise, as the gap between training and test tells. */
export const regularizerClaim: Claim = {
  number: 3,
  section: "1.3",
  says: "Grouping is an implicit regulariser.",
  async measure(options: RunsOptions = {}) {
    const comparisons = await regularizerComparisons(options);
    const counted = (verdict: SeedDifference["verdict"]) =>
      comparisons.filter(({ gap }) => gap.verdict === verdict).length || "none";
    const least = (of: RegularizerComparison["of"]) => comparisons.find((comparison) => comparison.of === of)!;
    const [windows, people] = [least("training windows"), least("training people")];
    return {
      verdict: verdictOf(comparisons.map(({ gap }) => isSeen("lower", gap))),
      because:
        `Of ${comparisons.length} comparisons of 16 branches with one, by windows and by people, the gap between training and test is narrower in ${
          counted("lower")
        }, wider in ${counted("higher")}, the same within one point in ${counted("the same")}, and ${
          counted("open")
        } are open. With ${windows.count} windows and as many parameters it changes by ${
          pointsInWords(windows.gap)
        }, with ${people.count} people by ${pointsInWords(people.gap)}.`,
    };
  },
};
