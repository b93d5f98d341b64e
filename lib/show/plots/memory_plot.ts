import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure } from "./figure.ts";

/** Draws the memory that a process held after each epoch. */
export function memoryPlot(uses: { epoch: number; resident: number }[]): Figure {
  const points = uses.map(({ epoch, resident }) => ({ epoch, gigabytes: resident / 1e9 }));
  return figure({
    title: "Memory over epochs",
    width: 420,
    height: 300,
    marginLeft: 60,
    marginBottom: 42,
    x: { label: "epoch", labelOffset: 36, ticks: Math.min(10, points.length), tickFormat: "d" },
    y: { label: "resident memory, GB", grid: true, zero: true },
    marks: [
      Plot.line(points, { x: "epoch", y: "gigabytes", stroke: colors.train, strokeWidth: 2 }),
      Plot.dot(points, {
        x: "epoch",
        y: "gigabytes",
        r: 3,
        fill: colors.train,
        title: ({ epoch, gigabytes }) => `epoch ${epoch}: ${gigabytes.toFixed(2)} GB`,
      }),
    ],
  });
}
