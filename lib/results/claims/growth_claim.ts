import { seedDifference } from "../metrics/seed_difference.ts";
import { bySeed, studyRuns } from "./study_runs.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { type Claim, isSeen, pointsInWords, verdictOf } from "./claim.ts";

/** The ways in which the article's network can grow. */
export type Growth = "more branches" | "wider" | "deeper";

/** Returns the runs whose networks are the article's or grew from it in one way. */
export async function growthRuns(options: RunsOptions = {}): Promise<Record<Growth, RunRecord[]>> {
  const branches = await studyRuns("equal-width", options);
  const depth = await studyRuns("shortcuts", options);
  return {
    "more branches": branches.filter(({ settings }) => settings.cardinality >= 4),
    "wider": (await studyRuns("width", options)).filter(({ settings }) => settings.width >= 1),
    "deeper": depth.filter(({ settings }) => settings.shortcuts === "article"),
  };
}

/** Claim 5: whether more branches serve better than more width or depth. */
export const growthClaim: Claim = {
  number: 5,
  section: "2.1",
  says: "Raising the cardinality serves better than widening or deepening.",
  async measure(options: RunsOptions = {}) {
    const runs = await growthRuns(options);
    const branches = runs["more branches"].filter(({ settings }) => settings.cardinality === 16);
    const others = {
      wider: runs.wider.filter(({ settings }) => settings.width === 1.41),
      deeper: runs.deeper.filter(({ settings }) => settings.blocks === 8),
    };
    const [article] = runs.wider.filter(({ settings }) => settings.width === 1);
    const factor = ([run]: RunRecord[]) => `${(run.flops / article.flops).toFixed(1)} times the operations`;
    const differences = Object.entries(others).map(([way, own]) => ({
      way,
      own,
      difference: seedDifference(bySeed(branches), bySeed(own), { comparisons: Object.keys(others).length }),
    }));
    return {
      verdict: verdictOf(differences.map(({ difference }) => isSeen("higher", difference))),
      because: `16 branches of the article's width (${factor(branches)}) differ ${
        differences.map(({ way, own, difference }) =>
          `from a ${way} network (${factor(own)}) by ${pointsInWords(difference)}`
        ).join(", and ")
      }.`,
    };
  },
};
