import type { RunsOptions } from "../runs/list_runs.ts";
import { alignmentClaim } from "./alignment_claim.ts";
import { bottleneckClaim } from "./bottleneck_claim.ts";
import type { Claim } from "./claim.ts";
import { curvesClaim } from "./curves_claim.ts";
import { growthClaim } from "./growth_claim.ts";
import { lengthClaim } from "./length_claim.ts";
import { lighterClaim } from "./lighter_claim.ts";
import { memoryClaim } from "./memory_claim.ts";
import { mobileClaim } from "./mobile_claim.ts";
import { diversityClaim, redundancyClaim } from "./redundancy_claim.ts";
import { regularizerClaim } from "./regularizer_claim.ts";
import { shortcutClaim } from "./shortcut_claim.ts";

/**
 * Returns the article's twelve claims about behaviour with their verdicts, computed from the kept runs and measurements.
 * Throws one sentence if something that they need was not measured here.
 */
export async function claims(options: RunsOptions = {}): Promise<Claim[]> {
  return await Promise.all([
    memoryClaim(),
    redundancyClaim(options),
    regularizerClaim(options),
    mobileClaim(options),
    growthClaim(options),
    shortcutClaim(options),
    bottleneckClaim(options),
    lengthClaim(options),
    diversityClaim(options),
    lighterClaim(options),
    alignmentClaim(options),
    curvesClaim(options),
  ]);
}
