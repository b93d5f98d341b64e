import { type SeedDifference, seedDifference } from "../metrics/seed_difference.ts";
import { lateAccuracy } from "../metrics/late_accuracy.ts";
import { bySeed, examined, studyRuns } from "./study_runs.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { type Claim, isSeen, pointsInWords, verdictOf } from "./claim.ts";

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
  for (const own of Map.groupBy(runs, ({ settings: { blocks, shortcuts } }) => `${blocks} ${shortcuts}`).values()) {
    const { blocks, shortcuts } = own[0].settings;
    for (const [seed, { gradientNorms }] of await examined(own, options)) {
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
        const of = (shortcuts: string) =>
          bySeed(runs.filter(({ settings }) => settings.blocks === blocks && settings.shortcuts === shortcuts), value);
        return seedDifference(of("article"), of("none"), { comparisons: deeper.length });
      };
      return { blocks, training: compared(({ history }) => history.at(-1)!.accuracy), test: compared(lateAccuracy) };
    });
    const times = (logarithm: number) => Math.exp(logarithm).toPrecision(2);
    return {
      verdict: verdictOf([
        isSeen("lower", without, 0),
        ...differences.map(({ training }) => isSeen("higher", training)),
      ]),
      because: `At the start the gradient in the first of ${deepest} blocks is ${
        times(without.mean)
      } times that in the last without shortcuts (interval ${without.interval?.map(times).join(" to ")}), and ${
        times(firstToLast(gradients, deepest, "article").mean)
      } times with them. Shortcuts change the accuracy in training ${
        differences.map(({ blocks, training }) => `of ${blocks} blocks by ${pointsInWords(training)}`).join(" and ")
      }, and on people held back by ${differences.map(({ test }) => pointsInWords(test)).join(" and ")}.`,
    };
  },
};
