import * as Plot from "@observablehq/plot";

/** What lines have at one place, or on average around it. */
export interface ValueBand {
  /** Where the band begins, in the figure's horizontal unit. */
  from: number;
  /** Where it ends. */
  to: number;
  /** The values, in lines. */
  tells: string;
  /** The facet that it belongs to. */
  facet?: string;
}

/**
 * Returns a mark that nobody sees: bands as high as the figure that tell the values of its lines where the pointer
 * rests. Dots would do the same for few values, and hide lines of many.
 */
export function valueBands(bands: ValueBand[]): Plot.Markish {
  const facets = bands.some(({ facet }) => facet !== undefined) ? { fx: "facet" } : {};
  return Plot.rect(bands, { x1: "from", x2: "to", fill: "transparent", title: "tells", ...facets });
}
