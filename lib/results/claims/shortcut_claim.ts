import { seedDifference } from "../metrics/seed_difference.ts";
import { seedSummary } from "../metrics/seed_summary.ts";
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

/** Claim 6: whether shortcuts keep gradients from vanishing and let deep networks train. */
export const shortcutClaim: Claim = {
  number: 6,
  section: "2.4",
  says: "Residual connections keep gradients from vanishing and let deep networks train.",
  async measure(options: RunsOptions = {}) {
    const runs = await studyRuns("shortcuts", options);
    const gradients = await blockGradients(options);
    const depths = [...new Set(runs.map(({ settings }) => settings.blocks))].sort((a, b) => a - b);
    const of = (blocks: number, shortcuts: string) =>
      runs.filter(({ settings }: RunRecord) => settings.blocks === blocks && settings.shortcuts === shortcuts);
    const differences = depths.map((blocks) => ({
      blocks,
      difference: seedDifference(bySeed(of(blocks, "article")), bySeed(of(blocks, "none")), {
        comparisons: depths.length,
      }),
    }));
    const deepest = depths.at(-1)!;
    const firstToLast = (shortcuts: string) => {
      const own = gradients.filter((row) => row.blocks === deepest && row.shortcuts === shortcuts && !row.trained);
      const mean = (block: number) =>
        seedSummary(own.filter((row) => row.block === block).map(({ norm }) => norm)).mean;
      return (mean(1) / mean(deepest)).toPrecision(2);
    };
    return {
      verdict: verdictOf(differences.map(({ difference }) => isSeen("higher", difference))),
      because: `Shortcuts change the accuracy ${
        differences.map(({ blocks, difference }) => `of ${blocks} blocks by ${pointsInWords(difference)}`).join(", ")
      }; at the start the gradient in the first of ${deepest} blocks is ${
        firstToLast("article")
      } times that in the last with them, and ${firstToLast("none")} times without.`,
    };
  },
};
