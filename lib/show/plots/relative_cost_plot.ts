import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure, type PlotOptions } from "./figure.ts";

/** Settings of {@link relativeCostPlot}. */
export interface RelativeCostPlotOptions extends PlotOptions {
  /** What stands above the figure. */
  title: string;
  /** What each key of a row is called in the legend. */
  series: Record<string, string>;
}

/**
 * Draws how costs fall with the number of groups, each relative to its value without groups, on logarithmic axes; a
 * dashed line is 1/G. The first row must be that of one group.
 *
 * @param rows A row for each number of groups, with its costs.
 * @param options Title, and what the costs are called.
 */
export function relativeCostPlot<T extends { groups: number }>(rows: T[], options: RelativeCostPlotOptions): Figure {
  const { title, series, ...plot } = options;
  const value = (row: T, key: string) => (row as unknown as Record<string, number>)[key];
  // The first line is wide, so that it shows below one that takes the same way.
  const first = Object.keys(series)[0];
  const points = Object.entries(series).flatMap(([key, label]) =>
    rows.map((row) => ({
      groups: row.groups,
      series: label,
      relative: value(row, key) / value(rows[0], key),
      width: key === first ? 5 : 2,
    }))
  );
  return figure({
    title,
    subtitle: "relative to one group; dashed: 1/G",
    width: 640,
    height: 320,
    marginLeft: 60,
    marginBottom: 42,
    x: {
      type: "log",
      base: 2,
      label: "groups G",
      labelOffset: 36,
      ticks: rows.map(({ groups }) => groups),
      tickFormat: "d",
    },
    y: { type: "log", label: "relative cost", grid: true, tickFormat: "~g", ticks: 4 },
    color: { domain: Object.values(series), range: [...colors.series], legend: true },
    marks: [
      Plot.line(points, { x: "groups", y: "relative", z: "series", stroke: "series", strokeWidth: "width" }),
      Plot.dot(points, {
        x: "groups",
        y: "relative",
        fill: "series",
        r: 3.5,
        title: ({ groups, relative, series }) => `${series}, ${groups} groups: ${relative.toFixed(3)}`,
      }),
      // On top, so that it shows where a line lies on it.
      Plot.line(rows, {
        x: "groups",
        y: ({ groups }: T) => 1 / groups,
        stroke: "currentColor",
        strokeDasharray: "4 4",
      }),
    ],
  }, plot);
}
