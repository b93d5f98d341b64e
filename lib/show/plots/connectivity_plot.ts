import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure, type PlotOptions } from "./figure.ts";

/** Settings of {@link connectivityPlot}. */
export interface ConnectivityPlotOptions extends PlotOptions {
  /** Input channels. Default: 8. */
  inputs?: number;
  /** Output channels. Default: 16. */
  outputs?: number;
  /** Numbers of groups, one picture each. Default: 1, 4 and 8. */
  groups?: number[];
}

/**
 * Draws which input channel each output channel of a convolution sees: channels as dots, inputs at the left and outputs
 * at the right, a line for each connection, groups in colours.
 */
export function connectivityPlot(options: ConnectivityPlotOptions = {}): Figure {
  const { inputs = 8, outputs = 16, groups = [1, 4, 8], ...plot } = options;
  const name = (count: number) => {
    const kind = count === 1 ? "ordinary" : count === inputs ? "one input a group" : "grouped";
    return `${kind}, G = ${count}: ${inputs * outputs / count} connections`;
  };
  const place = (index: number, count: number) => (index + 0.5) / count;
  const dots = groups.flatMap((count) =>
    [["in", inputs], ["out", outputs]].flatMap(([side, channels]) =>
      Array.from({ length: channels as number }, (_, index) => ({
        picture: name(count),
        side,
        y: place(index, channels as number),
        group: Math.floor(index * count / (channels as number)),
      }))
    )
  );
  const links = dots.filter(({ side }) => side === "in").flatMap((from) =>
    dots.filter((to) => to.side === "out" && to.picture === from.picture && to.group === from.group)
      .map((to) => ({ picture: from.picture, y1: from.y, y2: to.y, group: from.group }))
  );
  return figure({
    title: `Which inputs an output channel sees, ${inputs} to ${outputs} channels`,
    width: 900,
    height: 300,
    fx: { label: null, domain: groups.map(name), padding: 0.15 },
    x: { label: null, domain: ["in", "out"], tickFormat: (side: string) => side === "in" ? "input" : "output" },
    y: { axis: null, reverse: true },
    color: { type: "categorical", domain: [...Array(inputs).keys()], range: [...colors.series, "#b5651d", "#17a2b8"] },
    marks: [
      Plot.link(links, {
        fx: "picture",
        x1: () => "in",
        x2: () => "out",
        y1: "y1",
        y2: "y2",
        stroke: "group",
        strokeOpacity: 0.45,
      }),
      Plot.dot(dots, { fx: "picture", x: "side", y: "y", fill: "group", r: 5 }),
    ],
  }, plot);
}
