import { type DataSource, sourceLine } from "../../data/windows/data_source.ts";
import { escapeHtml, type Figure, html } from "../plots/figure.ts";

/**
 * Names the source of the windows; a synthetic stand-in gets a banner that cannot be overlooked, which a
 * report repeats at its top.
 */
export function sourceNote(source: DataSource): Figure {
  const style = source.kind === "synthetic"
    ? "background: #b3261e; color: white; padding: 12px 16px; font-weight: bold;"
    : "border-left: 4px solid #4269d0; padding: 4px 12px;";
  const banner = source.kind === "synthetic" ? ` class="banner"` : "";
  return html(`<div${banner} style="${style}">${escapeHtml(sourceLine(source))}</div>`);
}
