import { seedDifference } from "../metrics/seed_difference.ts";
import { seedSummary } from "../metrics/seed_summary.ts";
import { bySeed, studyRuns } from "./study_runs.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import { type Claim, isNoLoss, pointsInWords, verdictOf } from "./claim.ts";

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
    const of = (count: number) =>
      bySeed(people.filter(({ settings }) => settings.cardinality === 4 && settings.trainingPeople === count));
    const more = seedDifference(of(14), of(2));
    return {
      verdict: verdictOf([loss < convergedLoss, isNoLoss(difference)]),
      because: `The training loss ends at ${loss.toFixed(3)}, but on new people the accuracy differs by ${
        pointsInWords(difference)
      }; 14 people instead of 2, with as many windows, are worth ${pointsInWords(more)}.`,
    };
  },
};
