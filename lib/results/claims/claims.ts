import type { Claim } from "./claim.ts";
import { bottleneckClaim, lighterClaim, memoryClaim, mobileClaim } from "./cost_claims.ts";
import { diversityClaim, redundancyClaim } from "./feature_claims.ts";
import { curvesClaim, regularizerClaim } from "./generalization_claims.ts";
import { growthClaim, shortcutClaim } from "./growth_claims.ts";
import { similarityClaim } from "./similarity_claim.ts";
import { alignmentClaim, lengthClaim } from "./time_claims.ts";

/** The article's thirteen claims about behaviour, in its order. */
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
  similarityClaim,
];
