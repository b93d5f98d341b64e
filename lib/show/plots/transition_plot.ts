import * as Plot from "@observablehq/plot";
import { type Figure, figure, type PlotOptions } from "./figure.ts";

/**
 * Draws the probabilities with which one activity follows another from window to window, [now][next]. A row adds up to
 * one; colour is on a logarithmic scale, since most windows go on with the same activity.
 */
export function transitionPlot(transition: number[][], names: readonly string[], plot: PlotOptions = {}): Figure {
  const cells = transition.flatMap((row, i) =>
    row.map((probability, j) => ({ now: names[i], next: names[j], probability }))
  );
  return figure({
    title: "What comes next",
    subtitle: "rows: activity now; columns: a step later; probability",
    width: 640,
    height: 528,
    marginLeft: 190,
    marginBottom: 116,
    padding: 0.04,
    x: { label: "next activity", domain: names, tickRotate: -30, labelOffset: 110 },
    y: { label: "activity now", domain: names, labelOffset: 180 },
    color: { type: "log", domain: [1e-4, 1], range: ["#eaf0fb", "#1f449c"], interpolate: "rgb", clamp: true },
    marks: [
      Plot.cell(cells, {
        x: "next",
        y: "now",
        fill: "probability",
        title: ({ now, next, probability }) => `${now}, then ${next}: ${probability.toPrecision(3)}`,
      }),
      Plot.text(cells, {
        pointerEvents: "none",
        x: "next",
        y: "now",
        text: ({ probability }) =>
          probability > 0 && probability < 0.001
            ? probability.toExponential(0)
            : String(Number(probability.toPrecision(2))),
        fill: ({ probability }) => probability > 0.02 ? "white" : "#333",
      }),
    ],
  }, plot);
}
