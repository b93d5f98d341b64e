import * as Plot from "@observablehq/plot";
import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { colors, type Figure, figure, type PlotOptions } from "./figure.ts";

/**
 * Draws a residual unit from the bottom to the top as its layers are: its convolutions with what follows each of them,
 * and the way of the input around them.
 *
 * @param unit A model whose output adds its input to what a chain of convolutions gives.
 */
export function unitPlot(unit: LayersModel, plot: PlotOptions = {}): Figure {
  const channels = unit.inputs[0].shape.at(-1)!;
  const boxes: { text: string; color: string }[] = [{ text: `input, ${channels} channels`, color: colors.article }];
  for (const layer of unit.layers.slice(1)) {
    const kind = layer.getClassName();
    if (/Conv/.test(kind)) {
      const [size, , input, filters] = layer.weights[0].shape as number[];
      const groups = "groups" in layer ? layer.groups as number : 1;
      const inGroups = groups === 1 ? "" : `, ${groups} groups of ${input}`;
      const color = colors.series[groups === 1 ? 0 : 1];
      boxes.push({ text: `conv ${size}x${size}, ${input * groups} -> ${filters}${inGroups}`, color });
    } else if (kind === "Add") boxes.push({ text: "sum with the input", color: colors.series[2] });
    else boxes.at(-1)!.text += kind === "BatchNormalization" ? "; BN" : `; ${kind}`;
  }
  const places = boxes.map((box, index) => ({ ...box, y: index }));
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
      Plot.rect(places, { x1: -0.9, x2: 0.9, y1: ({ y }) => y - 0.25, y2: ({ y }) => y + 0.25, fill: "color", rx: 5 }),
      Plot.text(places, { x: 0, y: "y", text: "text", fill: "white", fontWeight: "bold" }),
      Plot.arrow(places.slice(0, last), { x1: 0, x2: 0, y1: ({ y }) => y + 0.25, y2: ({ y }) => y + 0.75, ...arrow }),
      Plot.line([[0.9, 0], [1.2, 0], [1.2, last]], { stroke: "currentColor", strokeWidth: 1.5 }),
      Plot.arrow([0], { x1: 1.2, x2: 0.9, y1: last, y2: last, ...arrow }),
      Plot.text(["shortcut"], { x: 1.25, y: last / 2, textAnchor: "start" }),
    ],
  }, plot);
}
