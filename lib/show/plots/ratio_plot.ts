import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure, type PlotOptions } from "./figure.ts";

/** Parameters of a depthwise separable convolution, as a part of those of a full one between the same channels. */
export interface SeparableRatio {
  /** Input channels, C_in. */
  input: number;
  /** Output channels, C_out. */
  output: number;
  /** Extent of the kernel on both axes, k. */
  kernelSize: number;
  /** As counted. */
  ratio: number;
}

/**
 * Draws the parameters of depthwise separable convolutions as a part of full ones over the kernel's extent: counted as
 * dots, as lines 1/C_out + 1/k² (Howard et al. 2017, MobileNets) and 1/C_out + 1/C_in (article, section 3.4). All rows must have the same channels.
 */
export function ratioPlot(rows: SeparableRatio[], plot: PlotOptions = {}): Figure {
  const { input, output } = rows[0];
  const lines = rows.flatMap((row) => [
    { k: row.kernelSize, ratio: 1 / output + 1 / row.kernelSize ** 2, series: "1/C_out + 1/k² (MobileNets)" },
    { k: row.kernelSize, ratio: 1 / output + 1 / input, series: "1/C_out + 1/C_in (article)" },
  ]);
  return figure({
    title: `Depthwise separable over full, ${input} to ${output} channels`,
    subtitle: "dots: counted from built layers",
    width: 620,
    height: 300,
    marginLeft: 60,
    marginBottom: 42,
    x: { label: "kernel extent k", labelOffset: 36, ticks: rows.map(({ kernelSize }) => kernelSize), tickFormat: "d" },
    y: { label: "ratio of parameters", grid: true, zero: true },
    color: {
      domain: ["1/C_out + 1/k² (MobileNets)", "1/C_out + 1/C_in (article)"],
      range: [colors.series[0], colors.series[3]],
      legend: true,
    },
    marks: [
      Plot.line(lines, { x: "k", y: "ratio", z: "series", stroke: "series", strokeWidth: 2 }),
      Plot.dot(rows, {
        x: "kernelSize",
        y: "ratio",
        r: 4.5,
        fill: "currentColor",
        title: ({ kernelSize, ratio }) => `kernel of ${kernelSize}: ${ratio.toFixed(4)}`,
      }),
    ],
  }, plot);
}
