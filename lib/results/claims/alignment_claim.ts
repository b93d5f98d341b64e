import { activities } from "../../data/signals/activities.ts";
import { seedDifference } from "../metrics/seed_difference.ts";
import { seedSummary } from "../metrics/seed_summary.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import { type Claim, isSeen, percent, pointsInWords, verdictOf } from "./claim.ts";
import { articleRuns, examined, studyRuns } from "./study_runs.ts";

/** The least recall of an activity that is told nearly without an error. */
const nearlyPerfect = 0.99;

/** Claim 11: whether simple activities are near perfect, and whether alignment in time makes others worse. */
export const alignmentClaim: Claim = {
  number: 11,
  section: "4.2",
  says: "Simple activities are near perfect, and upstairs is lower since its features are not aligned in time.",
  async measure(options: RunsOptions = {}) {
    const random = (await studyRuns("article", options)).filter(({ settings }) => settings.split === "random");
    const recall = (activity: number) => seedSummary(random.map(({ test }) => test.classes[activity].recall)).mean;
    const recalls = activities.map((_, activity) => recall(activity));
    const worst = [...recalls.keys()].sort((a, b) => recalls[a] - recalls[b]).slice(0, 2);
    const article = await articleRuns(options);
    const found = [...await examined(article, options)];
    const at = (samples: number) =>
      new Map(found.map(([seed, { shifts = [] }]) => [seed, shifts.find((one) => one.samples === samples)!.accuracy]));
    const shifts = [16, 32, 48, 64];
    const shifted = shifts.map((samples) => ({
      samples,
      ...seedDifference(at(samples), at(0), { comparisons: shifts.length }),
    }));
    const lowest = shifted.toSorted((a, b) => a.mean - b.mean)[0];
    const parts = shifted.map((one) => isSeen("lower", one));
    return {
      verdict: verdictOf([
        recalls[0] >= nearlyPerfect && recalls[1] >= nearlyPerfect,
        parts.includes(true) ? true : parts.every((part) => part === false) ? false : undefined,
      ]),
      because: `In the random split ${activities[1]} is told right in ${percent(recalls[1])}, and the worst two, ${
        worst.map((activity) => activities[activity]).join(" and ")
      }, in ${
        worst.map((activity) => percent(recalls[activity])).join(" and ")
      }: the article's row has the wrong name. Test windows that begin ${lowest.samples} samples later change the accuracy by ${
        pointsInWords(lowest)
      }, the least favourable of ${shifts.length} shifts.`,
    };
  },
};
