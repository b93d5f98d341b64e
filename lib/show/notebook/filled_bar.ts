import { colors } from "../plots/figure.ts";

/** Returns a filledBar as HTML that is filled to a part from 0 to 1. */
export function filledBar(part: number): string {
  const style = "height: 8px; border-radius: 4px;";
  return `<div style="${style} max-width: 900px; background: #8884;"><div style="${style} width: ${
    (100 * part).toFixed(1)
  }%; background: ${colors.train};"></div></div>`;
}
