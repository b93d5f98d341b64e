// @ts-types="npm:@types/d3-array@3.2.2"
import { mean } from "d3-array";
import { seedDifference } from "../metrics/seed_difference.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { type Claim, differenceInWords, isSeen, verdictOf } from "./claim.ts";
import { articleRuns, examined, studyRuns } from "./study_runs.ts";

/** How alike the parts of a network's features are. */
export interface PartsAlike {
  /** The network: a ResNeXt with groups or without, or the article's with branches or depthwise separable convolutions. */
  series: "four groups" | "one group" | "four branches" | "depthwise separable";
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
 * Returns how alike the four groups of a ResNeXt are in each block, four equal parts of the channels of one without groups,
 * the four branches of the article's network, and parts of one with depthwise separable convolutions: all seeds, trained and
 * not.
 */
export async function partsAlike(options: RunsOptions = {}): Promise<PartsAlike[]> {
  const groups = Map.groupBy(await studyRuns("groups", options), ({ settings }) => settings.cardinality);
  const networks: [PartsAlike["series"], RunRecord[]][] = [
    ["four groups", groups.get(4)!],
    ["one group", groups.get(1)!],
    ["four branches", await articleRuns(options)],
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
 * Returns how alike a network's parts are, by seed: the mean over the blocks behind the first, which sees one input channel
 * and so has nothing to tell apart.
 */
function alikeBySeed(rows: PartsAlike[], measure: Measure, series: PartsAlike["series"], trained = true) {
  const compared = rows.filter((row) => row.series === series && row.trained === trained && row.block > 1);
  const seeds = Map.groupBy(compared, ({ seed }) => seed);
  return new Map([...seeds].map(([seed, blocks]) => [seed, mean(blocks, (row) => row[measure])!]));
}

/** Returns by how much training made a network's parts more alike, by seed. */
function learnedBySeed(rows: PartsAlike[], measure: Measure, series: PartsAlike["series"]) {
  const before = alikeBySeed(rows, measure, series, false);
  return new Map([...alikeBySeed(rows, measure, series)].map(([seed, after]) => [seed, after - before.get(seed)!]));
}

/** Claim 2: whether groups repeat each other less than parts of one group, and whether they learn that. */
export const redundancyClaim: Claim = {
  number: 2,
  section: "1.3",
  says: "Groups learn complementary features, and redundancy falls.",
  async measure(options: RunsOptions = {}) {
    const rows = await partsAlike(options);
    const parts = [alikeBySeed, learnedBySeed].flatMap((bySeed) =>
      (["alignment", "correlation"] as const).map((measure) =>
        seedDifference(bySeed(rows, measure, "four groups"), bySeed(rows, measure, "one group"), {
          comparisons: 4,
          margin,
        })
      )
    );
    const [alignment, correlation, ...learned] = parts.map(differenceInWords);
    return {
      verdict: verdictOf(parts.map((part) => isSeen("lower", part, margin))),
      numbers: {
        trainings: String(parts[0].count),
        "alignment of four groups against four parts of one": alignment,
        correlation,
        "what training adds to the alignment": learned[0],
        "to the correlation": learned[1],
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
        correlation: differenceInWords(correlation),
      },
    };
  },
};
