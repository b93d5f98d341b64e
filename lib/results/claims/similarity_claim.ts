// @ts-types="npm:@types/d3-array@3.2.2"
import { mean, sum } from "d3-array";
import { activities } from "../../data/signals/activities.ts";
import { articleSettings } from "../../settings/experiment_settings.ts";
import { type SeedDifference, seedDifference } from "../metrics/seed_difference.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import { type Claim, isSeen, pointsInWords, verdictOf } from "./claim.ts";
import { byPerson, studyRuns } from "./study_runs.ts";

/** The activities that the claim calls similar: both are still and upright. */
const similar = [activities.indexOf("sitting"), activities.indexOf("standing")];
const others = activities.map((_, index) => index).filter((index) => !similar.includes(index));

/** Numbers of one person's windows: rows true, columns predicted. */
type Confusion = number[][];

const count = (confusion: Confusion, truths: number[], predicted: (truth: number) => number[]) =>
  sum(truths, (truth) => sum(predicted(truth), (answer) => confusion[truth][answer])) /
  sum(truths, (truth) => sum(confusion[truth]));

/** What is compared, as a part of a person's windows of these activities. */
const measures = {
  "sitting and standing, recall": (confusion: Confusion) => count(confusion, similar, (truth) => [truth]),
  "of these, taken for the other": (confusion: Confusion) =>
    count(confusion, similar, (truth) => similar.filter((answer) => answer !== truth)),
  "the four other activities, recall": (confusion: Confusion) => count(confusion, others, (truth) => [truth]),
};

/** How the article's network and a conventional one do on some activities: means over people, and their difference. */
export interface SimilarActivities {
  /** What is compared, as in the table. */
  measure: string;
  /** Mean over people of the article's network. */
  article: number;
  /** Mean over people of the conventional network. */
  conventional: number;
  /** Person by person; all intervals hold together. */
  difference: SeedDifference;
}

/** Compares the two networks by the people on whom they were tested, each with the mean of the seeds that tested them. */
export async function similarActivities(options: RunsOptions = {}): Promise<SimilarActivities[]> {
  const runs = await studyRuns("conventional", options);
  const [article, conventional] = [articleSettings.network, "plain"].map((network) =>
    runs.filter(({ settings }) => settings.network === network)
  );
  const names = Object.keys(measures) as (keyof typeof measures)[];
  return names.map((measure) => {
    const [ours, theirs] = [article, conventional].map((runs) => byPerson(runs, measures[measure]));
    return {
      measure,
      article: mean(ours.values())!,
      conventional: mean(theirs.values())!,
      difference: seedDifference(ours, theirs, { comparisons: names.length }),
    };
  });
}

/** Claim 13: whether the network tells similar activities apart better than a conventional one. */
export const similarityClaim: Claim = {
  number: 13,
  section: "summary",
  says: "It tells similar activities apart better than a conventional convolutional architecture.",
  async measure(options: RunsOptions = {}) {
    const compared = await similarActivities(options);
    const [recall, confused] = compared.map(({ difference }) => difference);
    return {
      verdict: verdictOf([isSeen("higher", recall), isSeen("lower", confused)]),
      numbers: {
        people: String(recall.count),
        ...Object.fromEntries(
          compared.map(({ measure, difference }) => [`${measure}, against plain`, pointsInWords(difference)]),
        ),
      },
    };
  },
};
