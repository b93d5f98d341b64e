import { seedSummary } from "../metrics/seed_summary.ts";
import { type SeedDifference, seedDifference } from "../metrics/seed_difference.ts";
import { weightStorages } from "../../network/model/quantize_weights.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import { measured } from "../studies/measured.ts";
import { type Claim, isNoLoss, pointsInWords, verdictOf } from "./claim.ts";
import { articleRuns, examined } from "./study_runs.ts";

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

/** Claim 4: whether the network is light enough for a phone. */
export const mobileClaim: Claim = {
  number: 4,
  section: "1.3",
  says: "It is light, and fits mobile devices.",
  async measure(options: RunsOptions = {}) {
    const { results, machine } = await measured("browser");
    const wasm = results.find(({ backend }) => backend === "wasm")!.milliseconds!;
    const stored = await storedNetworks(options);
    const [whole, , bytes] = stored;
    const megabytes = (value: number) => (value / 1e6).toFixed(1);
    return {
      verdict: verdictOf([wasm < enough, isNoLoss(bytes.difference)]),
      because: `One window takes ${
        wasm.toFixed(1)
      } ms in Chromium on one thread (WASM, ${machine.processor}; no phone was measured), and ${enough} ms would do: 5% of the ${windowEvery} ms after which a new one comes. The file has ${
        megabytes(whole.bytes)
      } MB, and in uint8 ${megabytes(bytes.bytes)} MB, where the accuracy differs by ${
        pointsInWords(bytes.difference)
      }.`,
    };
  },
};
