import type { Claim, Verdict } from "../../results/claims/claim.ts";
import { NotMeasured } from "../../results/studies/measured.ts";
import type { RunsOptions } from "../../results/runs/list_runs.ts";
import { escapeHtml, type Figure, html } from "../plots/figure.ts";
import { table } from "../plots/html_table.ts";

/** What stands before a verdict, so that no colour has to tell it. */
const signs: Record<Verdict | "not measured here", string> = {
  "holds": "✓",
  "does not hold": "✗",
  "depends": "≈",
  "open": "?",
  "not measured here": "–",
};

/**
 * Shows a claim of the article and its verdict, or that it was not measured here, and what measures it.
 *
 * @param claim A claim of the article, such as `lengthClaim`.
 */
export async function verdictNote(claim: Claim, options: RunsOptions = {}): Promise<Figure> {
  const { number, section, says } = claim;
  const { verdict, because } = await judged(claim, options);
  return html(
    `<div style="border-left: 4px solid currentColor; padding: 2px 12px; margin: 8px 0;">
<p style="margin: 4px 0;">Claim ${number} (section ${escapeHtml(section)}): <em>${escapeHtml(says)}</em></p>
<p style="margin: 4px 0;"><strong>${signs[verdict]} ${escapeHtml(verdict)}.</strong> ${escapeHtml(because)}</p>
</div>`,
  );
}

/** Shows the verdicts of claims, a row each. */
export async function claimsTable(claims: Claim[], options: RunsOptions = {}): Promise<Figure> {
  const rows = await Promise.all(claims.map(async (claim) => {
    const { verdict, because } = await judged(claim, options);
    return {
      "": String(claim.number),
      section: claim.section,
      "the article says": claim.says,
      verdict: `${signs[verdict]} ${verdict}`,
      "measured": because,
    };
  }));
  return table(rows, { caption: "What the article claims, measured" });
}

async function judged(
  { measure }: Claim,
  options: RunsOptions,
): Promise<{ verdict: Verdict | "not measured here"; because: string }> {
  try {
    return await measure(options);
  } catch (error) {
    if (error instanceof NotMeasured) return { verdict: "not measured here", because: error.message };
    throw error;
  }
}
