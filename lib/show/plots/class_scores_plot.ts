import * as Plot from "@observablehq/plot";
import type { ClassScore } from "../../results/metrics/scores.ts";
import { colors, type Figure, figure, type PlotOptions } from "./figure.ts";

/** Settings of {@link classScoresPlot}. */
export interface ClassScoresPlotOptions extends PlotOptions {
  /** Another recall for each class, drawn as a tick beside its dot, such as the article's. */
  comparison?: { label: string; recall: readonly number[] };
  /** Default: "Scores of each activity". */
  title?: string;
}

/** Draws precision, recall and F1 of each class as dots. */
export function classScoresPlot(
  classes: ClassScore[],
  names: readonly string[],
  options: ClassScoresPlotOptions = {},
): Figure {
  const { comparison, title = "Scores of each activity", ...plot } = options;
  const dots = classes.flatMap((score, i) =>
    (["precision", "recall", "f1"] as const).map((measure) => ({ name: names[i], measure, value: score[measure] }))
  );
  const others = (comparison?.recall ?? []).map((value, i) => ({ name: names[i], measure: "recall", value }));
  const lowest = Math.min(...[...dots, ...others].map(({ value }) => value));
  const floor = Math.max(0, Math.floor((lowest - 0.02) * 20) / 20);
  return figure({
    title,
    subtitle: comparison ? `line: recall, ${comparison.label}` : undefined,
    width: 900,
    height: 300,
    marginBottom: 40,
    marginLeft: 52,
    fx: { label: null, domain: names, padding: 0.15 },
    x: { axis: null, domain: ["precision", "recall", "f1"] },
    y: { label: "score", domain: [floor, 1], grid: true, tickFormat: ".2f" },
    color: { domain: ["precision", "recall", "f1"], range: colors.series.slice(0, 3), legend: true },
    marks: [
      Plot.dot(dots, {
        fx: "name",
        x: "measure",
        y: "value",
        fill: "measure",
        r: 5,
        title: ({ name, measure, value }) => `${name}, ${measure}: ${value.toFixed(4)}`,
      }),
      Plot.tickY(others, { fx: "name", x: "measure", y: "value", stroke: "currentColor", strokeWidth: 2 }),
    ],
  }, plot);
}
