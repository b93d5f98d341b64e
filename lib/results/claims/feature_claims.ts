// @ts-types="npm:@types/d3-array@3.2.2"
import { mean } from "d3-array";
import { seedDifference } from "../metrics/seed_difference.ts";
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
  const networks: [PartsAlike["series"], RunRecord[]][] = [
    ["four branches", await articleRuns(options)],
    ["one branch", await studyRuns("one-branch", options)],
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

/**
 * Returns how alike a network's parts are, by seed: the mean over the blocks behind the first, which has one input channel
 * and so nothing to group.
 */
function alikeBySeed(rows: PartsAlike[], measure: Measure, series: PartsAlike["series"], trained = true) {
  const compared = rows.filter((row) => row.series === series && row.trained === trained && row.block > 1);
  return new Map(
    [...Map.groupBy(compared, ({ seed }) => seed)].map((
      [seed, blocks],
    ) => [seed, mean(blocks, (row) => row[measure])!]),
  );
}

/** Returns by how much training made a network's parts more alike, by seed. */
function learnedBySeed(rows: PartsAlike[], measure: Measure, series: PartsAlike["series"]) {
  const before = alikeBySeed(rows, measure, series, false);
  return new Map([...alikeBySeed(rows, measure, series)].map(([seed, after]) => [seed, after - before.get(seed)!]));
}

/** Claim 2: whether branches repeat each other less than parts of one branch, and whether they learn that. */
export const redundancyClaim: Claim = {
  number: 2,
  section: "1.3",
  says: "Groups learn complementary features, and redundancy falls.",
  ofBranches: true,
  async measure(options: RunsOptions = {}) {
    const rows = await partsAlike(options);
    const compared = (bySeed: typeof learnedBySeed, measure: Measure) =>
      seedDifference(bySeed(rows, measure, "four branches"), bySeed(rows, measure, "one branch"), {
        comparisons: 4,
        margin,
      });
    const [alike, learned] = [alikeBySeed, learnedBySeed].map((bySeed) => ({
      alignment: compared(bySeed, "alignment"),
      correlation: compared(bySeed, "correlation"),
    }));
    const parts = [alike.alignment, alike.correlation, learned.alignment, learned.correlation];
    return {
      verdict: verdictOf(parts.map((part) => isSeen("lower", part, margin))),
      numbers: {
        "alignment against four parts of one branch": differenceInWords(alike.alignment),
        "correlation": differenceInWords(alike.correlation),
        "what training adds to the alignment": differenceInWords(learned.alignment),
        "to the correlation": differenceInWords(learned.correlation),
      },
    };
  },
};

/** Claim 9: whether the features of depthwise separable convolutions are less diverse than those of groups. */
export const diversityClaim: Claim = {
  number: 9,
  section: "3.4",
  says: "Diversity of features is high with groups, and middling with depthwise separable convolutions.",
  ofBranches: true,
  async measure(options: RunsOptions = {}) {
    const rows = await partsAlike(options);
    const [alignment, correlation] = (["alignment", "correlation"] as const).map((measure) =>
      seedDifference(alikeBySeed(rows, measure, "depthwise separable"), alikeBySeed(rows, measure, "four branches"), {
        comparisons: 2,
        margin,
      })
    );
    return {
      verdict: verdictOf([alignment, correlation].map((part) => isSeen("higher", part, margin))),
      numbers: {
        "alignment of depthwise separable channels against four branches": differenceInWords(alignment),
        "correlation": differenceInWords(correlation),
      },
    };
  },
};
