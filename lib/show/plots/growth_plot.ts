import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure } from "./figure.ts";

/**
 * Draws how a measured time grows with the size of something, on logarithmic axes; the dashed line grows in proportion.
 */
export function growthPlot(
  points: { size: number; milliseconds: number }[],
  options: { title: string; label: string },
): Figure {
  const last = points.at(-1)!;
  const proportional = points.map(({ size }) => ({ size, milliseconds: last.milliseconds * size / last.size }));
  return figure({
    title: options.title,
    subtitle: "dashed: in proportion",
    width: 420,
    height: 300,
    marginLeft: 60,
    marginBottom: 42,
    x: { type: "log", label: options.label, labelOffset: 36, ticks: points.map(({ size }) => size), tickFormat: "d" },
    y: { type: "log", label: "median step, ms", grid: true, tickFormat: "~s", ticks: 5 },
    marks: [
      Plot.line(proportional, { x: "size", y: "milliseconds", stroke: "currentColor", strokeDasharray: "4 3" }),
      Plot.line(points, { x: "size", y: "milliseconds", stroke: colors.train, strokeWidth: 2 }),
      Plot.dot(points, {
        x: "size",
        y: "milliseconds",
        r: 4,
        fill: colors.train,
        title: ({ size, milliseconds }) => `${size}: ${milliseconds.toFixed(1)} ms`,
      }),
    ],
  });
}
