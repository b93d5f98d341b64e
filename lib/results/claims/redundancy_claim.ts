import { type SeedDifference, seedDifference } from "../metrics/seed_difference.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { type Claim, differenceInWords, isSeen, verdictOf } from "./claim.ts";
import { articleRuns, examined, studyRuns } from "./study_runs.ts";

/** How alike the parts of a network's features are. */
export interface PartsAlike {
  /** The network. */
  series: "four branches" | "one branch" | "depthwise separable";
  /** Number of the block; later ones are nearer to the answer. */
  block: number;
  /** Seed of the network. */
  seed: number;
  /** Whether the network was trained. */
  trained: boolean;
  /** Mean linear centred kernel alignment of each two of four parts. */
  alignment: number;
  /** Mean absolute correlation of their features. */
  correlation: number;
}

/**
 * Returns how alike the four branches of the article's network are in each block, four equal parts of the channels of a
 * network with one branch at equal parameters, and of one with depthwise separable convolutions: all seeds, trained and
 * not.
 */
export async function partsAlike(options: RunsOptions = {}): Promise<PartsAlike[]> {
  const one = await studyRuns("one-branch", options);
  const networks: [PartsAlike["series"], RunRecord[]][] = [
    ["four branches", await articleRuns(options)],
    ["one branch", one.filter(({ settings }) => settings.width === 1)],
    ["depthwise separable", await studyRuns("separable", options)],
  ];
  const rows: PartsAlike[] = [];
  for (const [series, runs] of networks) {
    for (const [seed, { similarity }] of await examined(runs, options)) {
      for (const trained of [true, false]) {
        const blocks = similarity[trained ? "trained" : "untrained"];
        rows.push(...blocks.map((block, index) => ({ series, block: index + 1, seed, trained, ...block })));
      }
    }
  }
  return rows;
}

type Measure = "alignment" | "correlation";

/** Nobody has said how little alignment or correlation is as good as none: any that is seen counts. */
const margin = 0;

/** Features of a network, trained or with its initial weights. */
interface Features {
  series: PartsAlike["series"];
  trained?: boolean;
}

/**
 * Compares how alike the parts of two networks are, first less second: the mean over the blocks behind the first, which
 * has one input channel and so nothing to group.
 */
function compared(
  rows: PartsAlike[],
  measure: Measure,
  [first, second]: [Features, Features],
  comparisons: number,
): SeedDifference {
  const [a, b] = [first, second].map(({ series, trained = true }) => {
    const own = rows.filter((row) => row.series === series && row.trained === trained && row.block > 1);
    const means = [...Map.groupBy(own, ({ seed }) => seed)].map(([seed, blocks]) =>
      [seed, blocks.reduce((sum, block) => sum + block[measure], 0) / blocks.length] as const
    );
    return new Map(means);
  });
  return seedDifference(a, b, { comparisons, margin });
}

const four: Features = { series: "four branches" };

/** Claim 2: whether branches learn features that repeat each other less. */
export const redundancyClaim: Claim = {
  number: 2,
  section: "1.3",
  says: "Groups learn complementary features, and redundancy falls.",
  async measure(options: RunsOptions = {}) {
    const rows = await partsAlike(options);
    const against = (second: Features) => ({
      alignment: compared(rows, "alignment", [four, second], 4),
      correlation: compared(rows, "correlation", [four, second], 4),
    });
    const [one, untrained] = [against({ series: "one branch" }), against({ ...four, trained: false })];
    const parts = [one.alignment, one.correlation, untrained.alignment, untrained.correlation];
    return {
      verdict: verdictOf(parts.map((part) => isSeen("lower", part, margin))),
      because: `Against four parts of one branch at equal parameters, the alignment of four branches differs by ${
        differenceInWords(one.alignment)
      }, their correlation by ${differenceInWords(one.correlation)}; but against the same branches before training by ${
        differenceInWords(untrained.alignment)
      } and ${differenceInWords(untrained.correlation)}.`,
    };
  },
};

/** Claim 9: whether the features of depthwise separable convolutions are less diverse than those of groups. */
export const diversityClaim: Claim = {
  number: 9,
  section: "3.4",
  says: "Diversity of features is high with groups, and middling with depthwise separable convolutions.",
  async measure(options: RunsOptions = {}) {
    const rows = await partsAlike(options);
    const separable: Features = { series: "depthwise separable" };
    const alignment = compared(rows, "alignment", [separable, four], 2);
    const correlation = compared(rows, "correlation", [separable, four], 2);
    return {
      verdict: verdictOf([alignment, correlation].map((part) => isSeen("higher", part, margin))),
      because: `Against the four branches, the alignment of four parts of depthwise separable channels differs by ${
        differenceInWords(alignment)
      }, their correlation by ${differenceInWords(correlation)}: less is more diverse.`,
    };
  },
};
