import type { Claim, Verdict } from "../claims/claim.ts";
import { escape, type Figure, html } from "../plots/figure.ts";
import { table } from "./html_table.ts";

/** What stands before a verdict, so that no colour has to tell it. */
const signs: Record<Verdict, string> = { "holds": "✓", "does not hold": "✗", "depends": "≈" };

/** Shows a claim of the article and its verdict. */
export function verdictNote({ number, section, says, verdict, because }: Claim): Figure {
  return html(
    `<div style="border-left: 4px solid currentColor; padding: 2px 12px; margin: 8px 0;">
<p style="margin: 4px 0;">Claim ${number} (section ${escape(section)}): <em>${escape(says)}</em></p>
<p style="margin: 4px 0;"><strong>${signs[verdict]} ${escape(verdict)}.</strong> ${escape(because)}</p>
</div>`,
  );
}

/** Shows the verdicts of claims, a row each. */
export function claimsTable(claims: Claim[]): Figure {
  const rows = claims.map(({ number, section, says, verdict, because }) => ({
    "": String(number),
    section,
    "the article says": says,
    verdict: `${signs[verdict]} ${verdict}`,
    "measured": because,
  }));
  return table(rows, { caption: "What the article claims, measured" });
}
