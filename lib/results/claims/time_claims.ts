import { activities } from "../../data/signals/activities.ts";
import { seedDifference, seedSummary } from "../metrics/seed_difference.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import { type Claim, isSeen, percent, pointsInWords, verdictOf } from "./claim.ts";
import { articleRuns, examined, studyRuns } from "./study_runs.ts";

/** Accuracy on windows of some length, of a network. */
export interface LengthAccuracy {
  /** Samples of a test window. */
  windowLength: number;
  /** Seed of the network. */
  seed: number;
  /** Part of the test windows that is predicted correctly. */
  accuracy: number;
  /** On what the network was trained. */
  series: "trained on 128 samples" | "trained on this length";
}

/** The lengths that a network was tested on and others were trained on, without the article's. */
const lengths = [64, 96, 192, 256];

/** Returns how a network that was trained on 128 samples does on other lengths, beside networks trained on those. */
export async function lengthAccuracies(options: RunsOptions = {}): Promise<LengthAccuracy[]> {
  const runs = await studyRuns("window-length", options);
  const article = runs.filter(({ settings }) => settings.windowLength === 128);
  const tested = [...await examined(article, options)].flatMap(([seed, { lengths = [] }]) =>
    lengths.map(({ windowLength, accuracy }) => ({
      windowLength,
      seed,
      accuracy,
      series: "trained on 128 samples" as const,
    }))
  );
  const trained = runs.filter(({ settings }) => [128, ...lengths].includes(settings.windowLength)).map((run) => ({
    windowLength: run.settings.windowLength,
    seed: run.settings.seed,
    accuracy: run.test.accuracy,
    series: "trained on this length" as const,
  }));
  return [...tested, ...trained];
}

/** Claim 8: whether a network takes windows of any length; how well it answers stands beside it. */
export const lengthClaim: Claim = {
  number: 8,
  section: "3.3",
  says: "Adaptive pooling takes windows of any length.",
  async measure(options: RunsOptions = {}) {
    const rows = await lengthAccuracies(options);
    const differences = lengths.map((windowLength) => {
      const [here, there] = (["trained on 128 samples", "trained on this length"] as const).map((series) => {
        const tested = rows.filter((row) => row.series === series && row.windowLength === windowLength);
        return new Map(tested.map(({ seed, accuracy }) => [seed, accuracy]));
      });
      return { windowLength, ...seedDifference(here, there, { comparisons: lengths.length }) };
    });
    return {
      verdict: verdictOf(differences.map(({ count }) => count > 0)),
      numbers: Object.fromEntries(
        differences.map((difference) => [
          `on ${difference.windowLength} samples, against a network trained on them`,
          pointsInWords(difference),
        ]),
      ),
    };
  },
};

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
    const simple = recalls[0] >= nearlyPerfect && recalls[1] >= nearlyPerfect;
    const shiftsMatter = parts.includes(true) ? true : parts.every((part) => part === false) ? false : undefined;
    return {
      verdict: verdictOf([simple, shiftsMatter]),
      numbers: {
        "that simple ones are near perfect": verdictOf([simple]),
        "that alignment makes others worse": verdictOf([shiftsMatter]),
        [`recall of ${activities[1]}`]: percent(recalls[1]),
        ...Object.fromEntries(
          worst.map((activity) => [`of ${activities[activity]}, the worst two`, percent(recalls[activity])]),
        ),
        [`windows that begin ${lowest.samples} samples later, the worst of ${shifts.length}`]: pointsInWords(lowest),
      },
    };
  },
};
