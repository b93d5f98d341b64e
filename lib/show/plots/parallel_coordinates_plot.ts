import * as Plot from "@observablehq/plot";
import { colors, type Figure, figure } from "./figure.ts";

/** A row: a number or a text for each axis. */
export type ParallelRow = Record<string, number | string>;

/** Settings of {@link parallelCoordinatesPlot}. */
export interface ParallelCoordinatesOptions {
  /** What stands above the figure. */
  title: string;
  /** The axis by which lines are coloured, a number; it stands last. */
  result: string;
  /** Axes on which equal factors are equal distances. Default: none. */
  logarithmic?: string[];
}

/**
 * Draws rows as lines over parallel axes, one an axis of the rows (Inselberg 1985); each axis reaches from its least
 * value to its largest, and texts stand in their order. The colour, from blue to orange, is the place on the last axis.
 */
export function parallelCoordinatesPlot(rows: ParallelRow[], options: ParallelCoordinatesOptions): Figure {
  const { title, result, logarithmic = [] } = options;
  const axes = [...Object.keys(rows[0]).filter((name) => name !== result), result];
  const places = new Map(axes.map((axis) => [axis, placesOf(axis, rows, logarithmic.includes(axis))]));
  const points = rows.flatMap((row, index) =>
    axes.map((axis) => ({ axis, index, place: places.get(axis)!.of(row[axis]), result: Number(row[result]) }))
  );
  const ticks = axes.flatMap((axis) => places.get(axis)!.ticks.map((tick) => ({ axis, ...tick })));
  return figure({
    title,
    width: Math.max(480, 150 * axes.length),
    height: 380,
    marginTop: 30,
    marginBottom: 30,
    marginLeft: 70,
    marginRight: 70,
    x: { type: "point", domain: axes, axis: "top", label: null, tickSize: 0 },
    y: { domain: [0, 1], axis: null },
    color: { type: "linear", range: [colors.train, colors.validation] },
    marks: [
      Plot.ruleX(axes, { stroke: "currentColor", strokeOpacity: 0.5 }),
      Plot.line(points, {
        x: "axis",
        y: "place",
        z: "index",
        stroke: "result",
        strokeWidth: 2,
        title: ({ index }) => axes.map((axis) => `${axis}: ${rows[index][axis]}`).join("\n"),
      }),
      Plot.text(ticks, {
        x: "axis",
        y: "place",
        text: "text",
        dx: -6,
        textAnchor: "end",
        stroke: "var(--jp-layout-color0, Canvas)",
        fill: "currentColor",
      }),
    ],
  });
}

/** Returns where values stand on an axis from 0 to 1, and at most six of them to write beside it. */
function placesOf(axis: string, rows: ParallelRow[], logarithmic: boolean) {
  const values = [...new Set(rows.map((row) => row[axis]))];
  const numeric = values.every((value) => typeof value === "number");
  const sorted = numeric ? values.toSorted((a, b) => Number(a) - Number(b)) : values.toSorted();
  const scale = (value: number | string) => {
    if (!numeric) return sorted.indexOf(value);
    return logarithmic ? Math.log(Number(value)) : Number(value);
  };
  const [low, high] = [scale(sorted[0]), scale(sorted.at(-1)!)];
  const place = (value: number | string) => high === low ? 0.5 : (scale(value) - low) / (high - low);
  const shown = sorted.length <= 6 ? sorted : [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)!];
  return {
    of: place,
    ticks: shown.map((value) => ({
      place: place(value),
      text: typeof value === "number" ? String(Number(value.toPrecision(3))) : value,
    })),
  };
}
