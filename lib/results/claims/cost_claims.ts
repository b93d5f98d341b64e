// @ts-types="npm:@types/d3-array@3.2.2"
import { extent, max, min } from "d3-array";
import { weightStorages } from "../../network/model/quantize_weights.ts";
import { type SeedDifference, seedDifference, seedSummary } from "../metrics/seed_difference.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import { measured } from "../studies/measured.ts";
import { type Claim, isSeen, pointsInWords, verdictOf } from "./claim.ts";
import { groupComparisons } from "./group_comparisons.ts";
import { articleRuns, bySeed, examined, studyRuns } from "./study_runs.ts";

/** Claim 1: whether groups save memory in a training, at as many parameters. */
export const memoryClaim: Claim = {
  number: 1,
  section: "1.1",
  says: "An ordinary convolution costs much memory, and groups save it.",
  async measure() {
    const { results } = await measured("groups");
    const megabytes = (groups: number) =>
      results.find(({ network, cardinality }) => network === "resnext" && cardinality === groups)!
        .bytes.map((bytes) => bytes / 1e6);
    const ordinary = megabytes(1);
    const inGroups = [4, 32].map((groups) => ({ groups, used: megabytes(groups) }));
    return {
      verdict: verdictOf(inGroups.map(({ used }) => isLess(used, ordinary))),
      numbers: Object.fromEntries([{ groups: 1, used: ordinary }, ...inGroups].map(({ groups, used }) => [
        `MB of a training of a ResNeXt with ${groups} ${
          groups === 1 ? "group" : "groups"
        }, ${used.length} measurements`,
        extent(used).map((value) => Math.round(value!).toLocaleString("en")).join(" to "),
      ])),
    };
  },
};

/** Tells whether all of some measurements are less than all others; undefined if they overlap. */
export function isLess(some: number[], others: number[]): boolean | undefined {
  return max(some)! < min(others)! ? true : min(some)! > max(others)! ? false : undefined;
}

/** What a way to store the weights of the article's network costs and gives. */
export interface StoredNetwork {
  /** In what they are stored. */
  weights: string;
  /** Bytes of the weights. */
  bytes: number;
  /** Mean test accuracy of the seeds, of the network that is read back. */
  accuracy: number;
  /** Difference of the accuracy to float32 with the same seed. */
  difference: SeedDifference;
}

/** Returns what storing the weights in fewer bytes costs, mean of the seeds. */
export async function storedNetworks(options: RunsOptions = {}): Promise<StoredNetwork[]> {
  const article = await articleRuns(options);
  const found = [...await examined(article, options)];
  return weightStorages.map((weights) => {
    const stored = found.map(([seed, { stored }]) => ({ seed, ...stored.find((one) => one.weights === weights)! }));
    const accuracies = new Map(stored.map(({ seed, accuracy }) => [seed, accuracy]));
    const whole = new Map(
      found.map(([seed, { stored }]) => [seed, stored.find(({ weights }) => weights === "float32")!.accuracy]),
    );
    return {
      weights,
      bytes: stored[0].bytes,
      accuracy: seedSummary([...accuracies.values()]).mean,
      difference: seedDifference(accuracies, whole),
    };
  });
}

/** A phone gives a new window every half window, ms. */
const windowEvery = 1280;
/** Part of that time which leaves the phone to its owner, ms: 5%. */
const enough = 0.05 * windowEvery;

/** Claim 4: whether the network is light enough for a phone. A desktop was measured, so at best it depends on the phone. */
export const mobileClaim: Claim = {
  number: 4,
  section: "1.3",
  says: "It is light, and fits mobile devices.",
  async measure(options: RunsOptions = {}) {
    const { results } = await measured("browser");
    const wasm = results.find(({ backend }) => backend === "wasm")!.milliseconds!;
    const stored = await storedNetworks(options);
    const [whole, , bytes] = stored;
    const megabytes = (value: number) => (value / 1e6).toFixed(1);
    return {
      verdict: wasm < enough ? "depends" : "does not hold",
      numbers: {
        "ms a window in Chromium on a desktop, WASM, one thread": wasm.toFixed(1),
        [`ms that would do, 5% of ${windowEvery}`]: String(enough),
        "times as slow a phone may be": (enough / wasm).toFixed(1),
        "MB of the file": megabytes(whole.bytes),
        "MB in uint8": megabytes(bytes.bytes),
        "accuracy in uint8": pointsInWords(bytes.difference),
      },
    };
  },
};

/** Claim 7: whether the bottleneck saves work; what that costs stands beside it. */
export const bottleneckClaim: Claim = {
  number: 7,
  section: "2.2",
  says: "The bottleneck saves work.",
  async measure(options: RunsOptions = {}) {
    const runs = await studyRuns("bottleneck", options);
    const cardinalities = [1, 4];
    const compared = cardinalities.map((cardinality) => {
      const runsOf = (groupWidth: string) =>
        runs.filter(({ settings }) => settings.cardinality === cardinality && settings.groupWidth === groupWidth);
      const [narrow, wide] = [runsOf("equal-width"), runsOf("output")];
      return {
        cardinality,
        work: wide[0].flops! / narrow[0].flops!,
        difference: seedDifference(bySeed(narrow), bySeed(wide), { comparisons: cardinalities.length }),
      };
    });
    return {
      verdict: verdictOf(compared.map(({ work }) => work > 1)),
      numbers: Object.fromEntries(compared.flatMap(({ cardinality, work, difference }) => [
        [`operations without it, G = ${cardinality}`, `${work.toFixed(1)} times`],
        [`accuracy with it, G = ${cardinality}`, pointsInWords(difference)],
      ])),
    };
  },
};

/** Claim 10: whether a ResNeXt is better than one without groups of as many parameters, so that it could do with fewer. */
export const lighterClaim: Claim = {
  number: 10,
  section: "4",
  says: "At equal performance ResNeXt is lighter than ResNet.",
  async measure(options: RunsOptions = {}) {
    const compared = await groupComparisons(undefined, options);
    return {
      verdict: verdictOf(compared.map(({ difference }) => isSeen("higher", difference))),
      numbers: Object.fromEntries(
        compared.map(({ groups, difference }) => [
          `accuracy with ${groups} groups against one, ${difference.count} people`,
          pointsInWords(difference),
        ]),
      ),
    };
  },
};
