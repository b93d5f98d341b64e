import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure } from "./figure.ts";

/** A result with where it may lie. */
export interface IntervalPoint {
  /** Place on the horizontal axis. */
  x: number;
  /** The result. */
  y: number;
  /** Ends of its interval; undefined if it has none. */
  interval?: [low: number, high: number];
  /** What stands beside the point. */
  label: string;
  /** Line to which it belongs. */
  series: string;
}

/** Settings of {@link intervalsPlot}. */
export interface IntervalsPlotOptions {
  /** What stands above the figure. */
  title: string;
  /** What stands below the title. */
  subtitle?: string;
  /** Label of the horizontal axis, which is logarithmic. */
  x: string;
  /** Label of the vertical axis, in percent. */
  y: string;
}

/**
 * Draws results against what they cost, on a logarithmic axis: a point with its interval for each, and a line through
 * those of a series.
 *
 * @param points The results, in any order.
 */
export function intervalsPlot(points: IntervalPoint[], { title, subtitle, x, y }: IntervalsPlotOptions): Figure {
  const series = [...new Set(points.map(({ series }) => series))];
  const inOrder = points.toSorted((a, b) => a.x - b.x);
  const percent = (value: number) => `${(100 * value).toFixed(2)}%`;
  return figure({
    title,
    subtitle,
    width: 640,
    height: 340,
    marginLeft: 64,
    marginTop: 30,
    marginBottom: 42,
    x: { type: "log", label: x, labelOffset: 36, nice: true, tickFormat: "~s" },
    y: { label: y, grid: true, nice: true, tickFormat: ".1%" },
    color: { domain: series, range: [...colors.series], legend: series.length > 1 },
    marks: [
      Plot.line(inOrder, { x: "x", y: "y", z: "series", stroke: "series", strokeOpacity: 0.5 }),
      Plot.ruleX(inOrder.filter(({ interval }) => interval !== undefined), {
        x: "x",
        y1: ({ interval }: IntervalPoint) => interval![0],
        y2: ({ interval }: IntervalPoint) => interval![1],
        stroke: "series",
        strokeWidth: 2,
      }),
      Plot.dot(inOrder, {
        x: "x",
        y: "y",
        fill: "series",
        r: 4,
        title: ({ label, y, interval, series }: IntervalPoint) =>
          `${label}, ${series}: ${percent(y)}${interval ? `, ${interval.map(percent).join(" to ")}` : ""}`,
      }),
      Plot.text(inOrder, { x: "x", y: "y", text: "label", dx: 8, textAnchor: "start" }),
    ],
  });
}
