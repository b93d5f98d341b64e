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

/** The article's twelve claims about behaviour, in its order. */
export const claims: Claim[] = [
  memoryClaim,
  redundancyClaim,
  regularizerClaim,
  mobileClaim,
  growthClaim,
  shortcutClaim,
  bottleneckClaim,
  lengthClaim,
  diversityClaim,
  lighterClaim,
  alignmentClaim,
  curvesClaim,
];
