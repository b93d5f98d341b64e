import { generalizationGap } from "../metrics/late_accuracy.ts";
import { type SeedDifference, seedDifference, seedSummary } from "../metrics/seed_difference.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { type Claim, isNoLoss, isSeen, pointsInWords, verdictOf } from "./claim.ts";
import { bySeed, cardinalityRuns, studyRuns } from "./study_runs.ts";

/** What many branches change against one with as many parameters. */
export interface RegularizerComparison {
  /** How many branches. */
  branches: number;
  /** What both were trained on, as {@link trainedOn} says it. */
  trainedOn: string;
  /** By how much the gap between training and test changes. */
  gap: SeedDifference;
  /** By how much the accuracy on people held back changes. */
  test: SeedDifference;
}

/**
 * Returns from how many people and windows a run learned, such as `"2 people, 512 windows"`: 14 people if the run does not
 * say, those that the split `development` leaves when nobody validates.
 */
export function trainedOn({ settings: { trainingPeople = 14, trainingWindows } }: Pick<RunRecord, "settings">): string {
  return `${trainingPeople} people, ${trainingWindows ?? "all"} windows`;
}

/** Returns the runs whose networks have one branch or several, as many parameters, and little or much to learn from. */
export async function regularizerRuns(options: RunsOptions = {}): Promise<RunRecord[]> {
  return [...await studyRuns("training-people", options), ...await cardinalityRuns(options)];
}

/** Compares the most branches with one, for each number of people and windows that was trained on. */
export async function regularizerComparisons(options: RunsOptions = {}): Promise<RegularizerComparison[]> {
  const pairs = [...Map.groupBy(await regularizerRuns(options), trainedOn)].map(([trainedOn, runs]) => {
    const networks = Map.groupBy(runs, ({ settings }) => settings.cardinality);
    const branches = Math.max(...networks.keys());
    return { branches, trainedOn, many: networks.get(branches)!, one: networks.get(1)! };
  });
  const comparisons = pairs.length;
  return pairs.map(({ many, one, ...pair }) => ({
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
  ofBranches: true,
  async measure(options: RunsOptions = {}) {
    const comparisons = await regularizerComparisons(options);
    return {
      verdict: verdictOf(comparisons.map(({ gap }) => isSeen("lower", gap))),
      numbers: Object.fromEntries(
        comparisons.map(({ branches, trainedOn, gap }) => [
          `gap with ${branches} branches, ${trainedOn}`,
          pointsInWords(gap),
        ]),
      ),
    };
  },
};

/** The training loss below which the article's curve ends. */
const convergedLoss = 0.05;

/** Claim 12: whether the curves show convergence and good generalisation. */
export const curvesClaim: Claim = {
  number: 12,
  section: "4.3",
  says: "The curves show convergence and good generalisation.",
  async measure(options: RunsOptions = {}) {
    const runs = await studyRuns("article", options);
    const [random, person] = ["random", "subject"].map((split) =>
      runs.filter(({ settings }) => settings.split === split)
    );
    const loss = seedSummary(random.map(({ history }) => history.at(-1)!.loss)).mean;
    const difference = seedDifference(bySeed(person), bySeed(random));
    const people = await studyRuns("training-people", options);
    const trainedOnPeople = (count: number) =>
      bySeed(people.filter(({ settings }) => settings.cardinality === 4 && settings.trainingPeople === count));
    const more = seedDifference(trainedOnPeople(14), trainedOnPeople(2));
    return {
      verdict: verdictOf([loss < convergedLoss, isNoLoss(difference)]),
      numbers: {
        "training loss at the end": loss.toFixed(3),
        "new people against a random split": pointsInWords(difference),
        "14 people instead of 2, as many windows": pointsInWords(more),
      },
    };
  },
};
