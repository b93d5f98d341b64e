import { seedDifference } from "../metrics/seed_difference.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import { type Claim, isNoLoss, points, pointsInWords, verdictOf } from "./claim.ts";
import { examined, studyRuns } from "./study_runs.ts";

/** Accuracy on windows of some length, of a network. */
export interface LengthAccuracy {
  /** Samples of a test window. */
  windowLength: number;
  /** Seed of the network. */
  seed: number;
  /** Part of the test windows that is told right. */
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

/** Claim 8: whether a network takes windows of any length. */
export const lengthClaim: Claim = {
  number: 8,
  section: "3.3",
  says: "Adaptive pooling takes windows of any length.",
  async measure(options: RunsOptions = {}) {
    const rows = await lengthAccuracies(options);
    const differences = lengths.map((windowLength) => {
      const of = (series: LengthAccuracy["series"]) =>
        new Map(
          rows.filter((row) => row.series === series && row.windowLength === windowLength)
            .map(({ seed, accuracy }) => [seed, accuracy]),
        );
      const difference = seedDifference(of("trained on 128 samples"), of("trained on this length"), {
        comparisons: lengths.length,
      });
      return { windowLength, ...difference };
    });
    const worst = differences.toSorted((a, b) => a.mean - b.mean)[0];
    return {
      verdict: verdictOf(differences.map(isNoLoss)),
      because: `Against networks trained on 64, 96, 192 and 256 samples, one trained on 128 differs by ${
        differences.map(({ mean }) => points(mean)).join(", ")
      } points there; the worst is ${pointsInWords(worst)} at ${worst.windowLength}.`,
    };
  },
};
