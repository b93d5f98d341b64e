import * as Plot from "@observablehq/plot";
import type { Calibration } from "../../results/metrics/calibration.ts";
import { colors, type Figure, figure, type PlotOptions } from "./figure.ts";

/** A bin of fewer windows says little, and is left out. */
const fewest = 10;

/**
 * Draws how often answers of a probability are right, a dot for each bin of probabilities whose area tells of its
 * windows; on the line a probability keeps its promise. Takes what is to be compared by name.
 */
export function reliabilityPlot(calibrations: Record<string, Calibration>, plot: PlotOptions = {}): Figure {
  const dots = Object.entries(calibrations).flatMap(([name, { bins }]) =>
    bins.filter(({ windows }) => windows >= fewest).map((bin) => ({ name, ...bin }))
  );
  return figure({
    title: "How often an answer of some probability is right",
    subtitle: Object.entries(calibrations).map(([name, { error }]) => `calibration error ${name}: ${error.toFixed(3)}`)
      .join("; "),
    width: 560,
    height: 420,
    marginLeft: 60,
    marginBottom: 42,
    x: { label: "probability of the answer", domain: [0, 1], labelOffset: 36 },
    y: { label: "right", domain: [0, 1], grid: true, tickFormat: ".0%" },
    r: { range: [0, 12] },
    color: { domain: Object.keys(calibrations), range: [...colors.series], legend: true },
    marks: [
      Plot.line([[0, 0], [1, 1]], { stroke: "currentColor", strokeOpacity: 0.4, strokeDasharray: "4 3" }),
      Plot.line(dots, { x: "confidence", y: "accuracy", stroke: "name", strokeOpacity: 0.5 }),
      Plot.dot(dots, {
        x: "confidence",
        y: "accuracy",
        r: "windows",
        fill: "name",
        fillOpacity: 0.75,
        title: ({ name, confidence, accuracy, windows }) =>
          `${name}: ${windows} windows predicted with ${(100 * confidence).toFixed(1)}%, right ${
            (100 * accuracy).toFixed(1)
          }%`,
      }),
    ],
  }, plot);
}
