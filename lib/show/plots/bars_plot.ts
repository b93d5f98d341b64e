import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure } from "./figure.ts";

/** A bar and what it is called. */
export interface Bar {
  /** What stands beside the bar. */
  name: string;
  /** Length of the bar. */
  value: number;
}

/**
 * Draws one number of several things as bars with the number behind each; a dashed line marks a value to compare with.
 */
export function barsPlot(
  bars: Bar[],
  options: { title: string; label: string; mark?: { value: number; label: string } },
): Figure {
  const { title, label, mark } = options;
  return figure({
    title,
    subtitle: mark ? `dashed: ${mark.label}` : undefined,
    width: 760,
    height: 60 + 40 * bars.length,
    marginLeft: 230,
    marginRight: 90,
    marginBottom: 42,
    x: { label, labelOffset: 36, grid: true, tickFormat: "~s", ticks: 5 },
    y: { label: null, domain: bars.map(({ name }) => name) },
    marks: [
      Plot.barX(bars, {
        x: "value",
        y: "name",
        fill: colors.train,
        title: ({ name, value }) => `${name}: ${value.toLocaleString("en")}`,
      }),
      Plot.text(bars, {
        x: "value",
        y: "name",
        text: ({ value }: Bar) => value.toLocaleString("en"),
        textAnchor: "start",
        dx: 6,
      }),
      Plot.ruleX(mark ? [mark.value] : [], { stroke: "currentColor", strokeDasharray: "4 3" }),
    ],
  });
}
