import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure } from "./figure.ts";

/** Settings of {@link unitPlot}; the defaults are the first block of ResNeXt-50 32x4d. */
export interface UnitPlotOptions {
  /** Channels that enter and leave. Default: 256. */
  channels?: number;
  /** Channels inside. Default: 128. */
  width?: number;
  /** Default: 32. */
  groups?: number;
}

/** Draws ResNeXt's basic unit from the bottom to the top: three convolutions, and the input around them. */
export function unitPlot(options: UnitPlotOptions = {}): Figure {
  const { channels = 256, width = 128, groups = 32 } = options;
  const boxes = [
    { text: `input, ${channels} channels`, color: colors.article },
    { text: `conv 1x1, ${channels} -> ${width}; BN; ReLU`, color: colors.series[0] },
    {
      text: `conv 3x3, ${width} -> ${width}, ${groups} groups of ${width / groups}; BN; ReLU`,
      color: colors.series[1],
    },
    { text: `conv 1x1, ${width} -> ${channels}; BN`, color: colors.series[0] },
    { text: "sum with the input; ReLU", color: colors.series[2] },
  ].map((box, index) => ({ ...box, y: index }));
  const arrow = { stroke: "currentColor", strokeWidth: 1.5, headLength: 8 };
  const last = boxes.length - 1;
  return figure({
    title: "The basic unit",
    width: 560,
    height: 320,
    margin: 10,
    x: { axis: null, domain: [-1, 1.5] },
    y: { axis: null, domain: [-0.5, last + 0.5] },
    marks: [
      Plot.rect(boxes, { x1: -0.9, x2: 0.9, y1: ({ y }) => y - 0.25, y2: ({ y }) => y + 0.25, fill: "color", rx: 5 }),
      Plot.text(boxes, { x: 0, y: "y", text: "text", fill: "white", fontWeight: "bold" }),
      Plot.arrow(boxes.slice(0, last), { x1: 0, x2: 0, y1: ({ y }) => y + 0.25, y2: ({ y }) => y + 0.75, ...arrow }),
      Plot.line([[0.9, 0], [1.2, 0], [1.2, last]], { stroke: "currentColor", strokeWidth: 1.5 }),
      Plot.arrow([0], { x1: 1.2, x2: 0.9, y1: last, y2: last, ...arrow }),
      Plot.text(["shortcut"], { x: 1.25, y: last / 2, textAnchor: "start" }),
    ],
  });
}
