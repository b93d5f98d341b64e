import * as Plot from "@observablehq/plot";
import { normalizeRows } from "../../results/metrics/scores.ts";
import { type Figure, figure, type PlotOptions } from "./figure.ts";

/** Settings of {@link confusionMatrixPlot}. */
export interface ConfusionMatrixPlotOptions extends PlotOptions {
  /** Default: "Confusion matrix". */
  title?: string;
  /** The things that are counted. Default: `"windows"`. */
  of?: string;
  /** Pixels. Default: 640. */
  width?: number;
}

/**
 * Draws a confusion matrix as the article does: true classes in rows, predicted in columns, each row divided by its
 * sum. A cell shows the fraction and below it the number of windows, or of what else is counted.
 *
 * @param counts How many of each true class (row) were told as each class (column).
 * @param names Names of the classes, in their order.
 */
export function confusionMatrixPlot(
  counts: number[][],
  names: readonly string[],
  options: ConfusionMatrixPlotOptions = {},
): Figure {
  const { title = "Confusion matrix", of = "windows", width = 640, ...plot } = options;
  const fractions = normalizeRows(counts);
  const marginLeft = Math.max(160, ...names.map(({ length }) => 30 + 7 * length));
  const cells = counts.flatMap((row, i) =>
    row.map((count, j) => ({ truth: names[i], predicted: names[j], count, fraction: fractions[i][j] }))
  );
  const text = {
    pointerEvents: "none" as const,
    x: "predicted",
    y: "truth",
    fill: (cell: typeof cells[0]) => cell.fraction > 0.5 ? "white" : "#333",
  };
  return figure({
    title,
    subtitle: `rows: true activity, columns: predicted; fraction of the row, number of ${of}`,
    width,
    height: width * 0.8 + 16,
    marginLeft: marginLeft,
    marginBottom: 116,
    padding: 0.04,
    x: { label: "predicted activity", domain: names, tickRotate: -30, labelOffset: 110 },
    y: { label: "true activity", domain: names, labelOffset: marginLeft - 10 },
    color: { type: "linear", domain: [0, 1], range: ["#eaf0fb", "#1f449c"], interpolate: "rgb" },
    marks: [
      Plot.cell(cells, {
        x: "predicted",
        y: "truth",
        fill: "fraction",
        title: ({ truth, predicted, count, fraction }) =>
          `${truth}, predicted ${predicted}: ${count} ${of}, ${(100 * fraction).toFixed(1)}%`,
      }),
      Plot.text(cells, { ...text, text: ({ fraction }) => fraction.toFixed(3), dy: -6, fontWeight: "bold" }),
      Plot.text(cells, { ...text, text: ({ count }) => `${count}`, dy: 9, fontSize: 10 }),
    ],
  }, plot);
}
