import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure, type PlotOptions } from "./figure.ts";

/** The block that {@link formsPlot} draws. */
export interface FormsPlotOptions extends PlotOptions {
  /** Channels that enter and leave. */
  channels: number;
  /** Number of groups. */
  cardinality: number;
  /** Channels of a group. */
  groupWidth: number;
}

/**
 * Draws the three forms of a ResNeXt block beside each other, from the bottom to the top (Xie et al. 2017, figure 3): a box
 * is a convolution with its kernel and its channels; of the branches the first two and the last are drawn.
 */
export function formsPlot({ channels, cardinality, groupWidth, ...plot }: FormsPlotOptions): Figure {
  const width = cardinality * groupWidth;
  const branches = [-0.72, -0.1, 0.72];
  const row = (y: number, text: string, color: string, places = [0]) =>
    places.map((x) => ({ x, y, text, color, half: places.length > 1 ? 0.26 : 0.95 }));
  const [first, middle, end] = [colors.series[0], colors.series[1], colors.series[2]];
  const forms = {
    "(a) branches, summed": [
      ...row(1, `1x1, ${groupWidth}`, first, branches),
      ...row(2, `3x3, ${groupWidth}`, middle, branches),
      ...row(3, `1x1, ${channels}`, first, branches),
      ...row(4, "sum with the input", end),
    ],
    "(b) branches, concatenated": [
      ...row(1, `1x1, ${groupWidth}`, first, branches),
      ...row(2, `3x3, ${groupWidth}`, middle, branches),
      ...row(3, `concatenate; 1x1, ${channels}`, first),
      ...row(4, "sum with the input", end),
    ],
    "(c) a grouped convolution": [
      ...row(1, `1x1, ${width}`, first),
      ...row(2, `3x3, ${width}, ${cardinality} groups`, middle),
      ...row(3, `1x1, ${channels}`, first),
      ...row(4, "sum with the input", end),
    ],
  };
  const boxes = Object.entries(forms).flatMap(([form, boxes]) =>
    [...row(0, `input, ${channels} channels`, colors.article), ...boxes].map((box) => ({ ...box, form }))
  );
  const arrows = boxes.filter(({ y }) => y < 4).flatMap((from) => {
    const above = boxes.filter(({ form, y }) => form === from.form && y === from.y + 1);
    const targets = above.length > 1 && from.half < 0.5 ? above.filter(({ x }) => x === from.x) : above;
    return targets.map((to) => ({
      form: from.form,
      y: from.y,
      x1: to.half < 0.5 ? to.x : from.x,
      x2: from.half < 0.5 ? from.x : to.x,
    }));
  });
  const dots = boxes.filter(({ half, x }) => half < 0.5 && x === branches[1]);
  return figure({
    title: `Three forms of one block, ${cardinality}x${groupWidth}d`,
    width: 900,
    height: 320,
    fx: { label: null, domain: Object.keys(forms), padding: 0.05 },
    x: { axis: null, domain: [-1.1, 1.1] },
    y: { axis: null, domain: [-0.4, 4.4] },
    marks: [
      Plot.arrow(arrows, {
        fx: "form",
        x1: "x1",
        x2: "x2",
        y1: ({ y }) => y + 0.25,
        y2: ({ y }) => y + 0.75,
        stroke: "currentColor",
        headLength: 6,
      }),
      Plot.rect(boxes, {
        fx: "form",
        x1: ({ x, half }) => x - half,
        x2: ({ x, half }) => x + half,
        y1: ({ y }) => y - 0.25,
        y2: ({ y }) => y + 0.25,
        fill: "color",
        rx: 4,
      }),
      Plot.text(boxes, { fx: "form", x: "x", y: "y", text: "text", fill: "white", fontWeight: "bold" }),
      Plot.text(dots, { fx: "form", x: 0.31, y: "y", text: () => "…", fontSize: 18, dy: -3 }),
    ],
  }, plot);
}
