import * as Plot from "@observablehq/plot";
import { type Figure, figure, type PlotOptions } from "./figure.ts";

/**
 * Draws a matrix of weights, input channels in rows and output channels in columns: blue for negative, red for
 * positive, nothing for zero.
 */
export function kernelPlot(weights: number[][], title: string, plot: PlotOptions = {}): Figure {
  const cells = weights.flatMap((row, input) => row.map((weight, output) => ({ input, output, weight })));
  const largest = Math.max(...cells.map(({ weight }) => Math.abs(weight)));
  return figure({
    title,
    subtitle: "red: positive, blue: negative, the stronger the larger; empty: zero",
    width: 460,
    height: 250,
    marginLeft: 70,
    marginBottom: 46,
    padding: 0.06,
    x: { label: "output channel", labelOffset: 40 },
    y: { label: "input channel", labelOffset: 56 },
    color: {
      type: "diverging",
      domain: [-largest, largest],
      range: ["#2b5fd0", "#d0d0d0", "#d03b2b"],
      interpolate: "rgb",
    },
    marks: [
      Plot.cell(cells.filter(({ weight }) => weight !== 0), {
        x: "output",
        y: "input",
        fill: "weight",
        title: ({ input, output, weight }) => `from ${input} to ${output}: ${weight.toFixed(3)}`,
      }),
      Plot.frame({ strokeOpacity: 0.3 }),
    ],
  }, plot);
}
