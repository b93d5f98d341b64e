import { lateAccuracy } from "../metrics/late_accuracy.ts";
import { type SeedDifference, seedDifference } from "../metrics/seed_difference.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { type Claim, isSeen, pointsInWords, verdictOf } from "./claim.ts";
import { bySeed, examined, studyRuns } from "./study_runs.ts";

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
  ofBranches: true,
  async measure(options: RunsOptions = {}) {
    const runs = await growthRuns(options);
    const branches = runs["more branches"].filter(({ settings }) => settings.cardinality === 16);
    const others = {
      wider: runs.wider.filter(({ settings }) => settings.width === 1.41),
      deeper: runs.deeper.filter(({ settings }) => settings.blocks === 8),
    };
    const [article] = runs.wider.filter(({ settings }) => settings.width === 1);
    const factor = ([run]: RunRecord[]) => `${(run.flops! / article.flops!).toFixed(1)} times the operations`;
    const differences = Object.entries(others).map(([way, grown]) => ({
      way,
      own: grown,
      difference: seedDifference(bySeed(branches), bySeed(grown), { comparisons: Object.keys(others).length }),
    }));
    return {
      verdict: verdictOf(differences.map(({ difference }) => isSeen("higher", difference))),
      numbers: Object.fromEntries(
        differences.map(({ way, own: grown, difference }) => [
          `16 branches, ${factor(branches)}, against ${way}, ${factor(grown)}`,
          pointsInWords(difference),
        ]),
      ),
    };
  },
};

/** The gradient's norm in a block. */
export interface BlockGradient {
  /** Number of the block. */
  block: number;
  /** Euclidean norm over the block's weights. */
  norm: number;
  /** Seed of the network. */
  seed: number;
  /** Blocks of the network. */
  blocks: number;
  /** Whether it has shortcuts. */
  shortcuts: "article" | "none";
  /** Whether the network was trained. */
  trained: boolean;
}

/** Returns the norm of the gradient in each block, with and without shortcuts, trained and not. */
export async function blockGradients(options: RunsOptions = {}): Promise<BlockGradient[]> {
  const runs = await studyRuns("shortcuts", options);
  const rows: BlockGradient[] = [];
  for (const group of Map.groupBy(runs, ({ settings: { blocks, shortcuts } }) => `${blocks} ${shortcuts}`).values()) {
    const { blocks, shortcuts } = group[0].settings;
    for (const [seed, { gradientNorms }] of await examined(group, options)) {
      for (const trained of [true, false]) {
        const norms = gradientNorms[trained ? "trained" : "untrained"];
        rows.push(...norms.map((norm, index) => ({ block: index + 1, norm, seed, blocks, shortcuts, trained })));
      }
    }
  }
  return rows;
}

/** Compares the gradient in the first block of untrained networks with that in the last: natural logarithms. */
function firstToLast(gradients: BlockGradient[], blocks: number, shortcuts: "article" | "none"): SeedDifference {
  const untrained = gradients.filter((row) => row.blocks === blocks && row.shortcuts === shortcuts && !row.trained);
  const logarithms = (block: number) =>
    new Map(untrained.filter((row) => row.block === block).map(({ seed, norm }) => [seed, Math.log(norm)]));
  return seedDifference(logarithms(1), logarithms(blocks), { margin: 0 });
}

/**
 * Claim 6: whether shortcuts keep gradients from vanishing, which they do if gradients vanish without them, and let networks
 * train that are deeper than the article's, as their accuracy in training tells (He et al. 2016).
 */
export const shortcutClaim: Claim = {
  number: 6,
  section: "2.4",
  says: "Residual connections keep gradients from vanishing and let deep networks train.",
  async measure(options: RunsOptions = {}) {
    const runs = await studyRuns("shortcuts", options);
    const gradients = await blockGradients(options);
    const depths = [...new Set(runs.map(({ settings }) => settings.blocks))].sort((a, b) => a - b);
    const [, ...deeper] = depths;
    const deepest = deeper.at(-1)!;
    const without = firstToLast(gradients, deepest, "none");
    const differences = deeper.map((blocks) => {
      const compared = (value: (run: RunRecord) => number) => {
        const runsWith = (shortcuts: string) =>
          bySeed(runs.filter(({ settings }) => settings.blocks === blocks && settings.shortcuts === shortcuts), value);
        return seedDifference(runsWith("article"), runsWith("none"), { comparisons: deeper.length });
      };
      return { blocks, training: compared(({ history }) => history.at(-1)!.accuracy), test: compared(lateAccuracy) };
    });
    const times = (logarithm: number) => Math.exp(logarithm).toPrecision(2);
    return {
      verdict: verdictOf([
        isSeen("lower", without, 0),
        ...differences.map(({ training }) => isSeen("higher", training)),
      ]),
      numbers: {
        [`gradient in the first of ${deepest} blocks, part of the last's, without shortcuts`]: `${
          times(without.mean)
        } (interval ${without.interval?.map(times).join(" to ")})`,
        "with them": times(firstToLast(gradients, deepest, "article").mean),
        ...Object.fromEntries(differences.flatMap(({ blocks, training, test }) => [
          [`accuracy in training, ${blocks} blocks`, pointsInWords(training)],
          [`accuracy on people held back, ${blocks} blocks`, pointsInWords(test)],
        ])),
      },
    };
  },
};
