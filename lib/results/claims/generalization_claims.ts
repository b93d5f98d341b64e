import { seedDifference, seedSummary } from "../metrics/seed_difference.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { accuracyOf } from "../metrics/scores.ts";
import { groupComparisons } from "./group_comparisons.ts";
import { type Claim, isNoLoss, isSeen, pointsInWords, verdictOf } from "./claim.ts";
import { bySeed, studyRuns } from "./study_runs.ts";

/** Claim 3: whether groups regularise, as the gap between accuracy in training and on a person held back tells. */
export const regularizerClaim: Claim = {
  number: 3,
  section: "1.3",
  says: "Grouping is an implicit regulariser.",
  async measure(options: RunsOptions = {}) {
    const gap = (confusion: number[][], { history }: RunRecord) => history.at(-1)!.accuracy - accuracyOf(confusion);
    const compared = await groupComparisons(gap, options);
    return {
      verdict: verdictOf(compared.map(({ difference }) => isSeen("lower", difference))),
      numbers: Object.fromEntries(
        compared.map(({ groups, difference }) => [
          `gap with ${groups} groups against one, ${difference.count} people`,
          pointsInWords(difference),
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
      bySeed(people.filter(({ settings }) => settings.trainingPeople === count));
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
