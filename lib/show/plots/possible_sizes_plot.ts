import * as Plot from "@observablehq/plot";
import { possibleSizes } from "../../results/metrics/article_results.ts";
import { colors, type Figure, figure, type PlotOptions } from "./figure.ts";

/** A printed value of a class and the sizes of its windows in known sets. */
export interface PrintedClass {
  /** Name of the class. */
  name: string;
  /** The value that is printed for it. */
  value: number;
  /** Windows of the class in each set, by the name of the set. */
  sets: Record<string, number>;
}

/**
 * Draws for each printed value the sizes of a test set that can give it, as ticks, and the sizes of the class in known
 * sets as dots: a dot on a tick says that the set can give the value.
 */
export function possibleSizesPlot(classes: PrintedClass[], plot: PlotOptions = {}): Figure {
  const sets = Object.keys(classes[0].sets);
  const label = ({ name, value }: PrintedClass) => `${name}, ${value.toFixed(4)}`;
  const known = classes.flatMap((row) => sets.map((set) => ({ row: label(row), set, size: row.sets[set] })));
  const largest = 1.15 * Math.max(...known.map(({ size }) => size));
  const ticks = classes.flatMap((row) =>
    possibleSizes(row.value, Math.round(largest)).map(({ size }) => ({ row: label(row), size }))
  );
  return figure({
    title: "Sizes of a class in the test set that can give the printed value",
    subtitle: "ticks: possible sizes; dots: the size in a known set",
    width: 900,
    height: 70 + 50 * classes.length,
    marginLeft: 190,
    marginBottom: 42,
    x: { label: "windows of the class in the test set", labelOffset: 36, domain: [0, largest], grid: true },
    y: { label: null, domain: classes.map(label) },
    color: { domain: sets, range: [colors.series[2], colors.series[3], colors.series[1]], legend: true },
    marks: [
      Plot.tickX(ticks, { x: "size", y: "row", stroke: "currentColor", strokeOpacity: 0.6 }),
      Plot.dot(known, {
        x: "size",
        y: "row",
        fill: "set",
        r: 5,
        stroke: "currentColor",
        title: ({ set, row, size }) => `${set}, ${row}: ${size}`,
      }),
    ],
  }, plot);
}
