import { articleSettings } from "../../settings/experiment_settings.ts";
import { measured } from "../studies/measured.ts";
import type { Claim } from "./claim.ts";

/** Claim 1: what memory a training takes, against the number of groups. */
export const memoryClaim: Claim = {
  number: 1,
  section: "1.1",
  says: "An ordinary convolution costs much memory, and groups save it.",
  async measure() {
    const { results } = await measured("groups");
    const equal = results.filter(({ groupWidth }) => groupWidth === "equal-parameters");
    const [ordinary, grouped] = [equal[0], equal.at(-1)!];
    const article = equal.find(({ cardinality }) => cardinality === articleSettings.cardinality)!;
    const megabytes = ({ bytes }: { bytes: number }) =>
      (bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 0 });
    return {
      verdict: ordinary.bytes > grouped.bytes ? "holds" : "does not hold",
      because: `A training at equal parameters takes ${megabytes(ordinary)} MB with one branch, ${
        megabytes(article)
      } MB with the article's ${article.cardinality}, and ${
        megabytes(grouped)
      } MB with ${grouped.cardinality}: memory goes into activations, of which every branch has its own, and not into kernels.`,
    };
  },
};
