import type { Claim, Verdict } from "../../results/claims/claim.ts";
import { claims } from "../../results/claims/claims.ts";
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

/** Shows a claim of the article, its verdict and the numbers behind it, or what measures it if it was not measured here. */
export async function verdictNote(number: number, options: RunsOptions = {}): Promise<Figure> {
  const claim = claims.find((claim) => claim.number === number);
  if (!claim) throw new Error(`There is no claim ${number}: there are 1 to ${claims.length}.`);
  const { verdict, measured } = await judged(claim, options);
  return html(
    `<div style="border-left: 4px solid currentColor; padding: 2px 12px; margin: 8px 0;">
<p style="margin: 4px 0;">Claim ${number} (section ${escapeHtml(claim.section)}): <em>${escapeHtml(claim.says)}</em></p>
<p style="margin: 4px 0;"><strong>${escapeHtml(verdict)}.</strong> ${escapeHtml(measured)}.</p>
</div>`,
  );
}

/** Shows the verdicts of all claims, a row each. */
export async function claimsTable(options: RunsOptions = {}): Promise<Figure> {
  const rows = await Promise.all(claims.map(async (claim) => ({
    "": String(claim.number),
    section: claim.section,
    "the article says": claim.says,
    ...await judged(claim, options),
  })));
  return table(rows, { caption: "What the article claims, measured" });
}

async function judged(
  { measure, ofBranches }: Claim,
  options: RunsOptions,
): Promise<{ verdict: string; measured: string }> {
  const signed = (verdict: keyof typeof signs) => `${signs[verdict]} ${verdict}`;
  try {
    const { verdict, numbers } = await measure(options);
    const measured = Object.entries(numbers).map(([what, number]) => `${what}: ${number}`).join("; ");
    return { verdict: `${signed(verdict)}${ofBranches ? ", of branches" : ""}`, measured };
  } catch (error) {
    if (error instanceof NotMeasured) return { verdict: signed("not measured here"), measured: error.message };
    throw error;
  }
}
