import * as Plot from "@observablehq/plot";
import type { Epoch } from "../training/epoch.ts";
import { colors, type Figure, figure, sideBySide } from "./figure.ts";

/** The epochs of a run and what the run is called. */
export interface NamedHistory {
  name: string;
  history: Epoch[];
}

/** Draws validation accuracy and validation loss of several runs over each other. */
export function runCurves(runs: NamedHistory[]): Figure {
  const points = runs.flatMap(({ name, history }) => history.map((epoch) => ({ ...epoch, name })));
  const draw = (title: string, y: "validationAccuracy" | "validationLoss", scale: Plot.ScaleOptions) =>
    figure({
      title,
      width: 520,
      height: 320,
      marginLeft: 58,
      marginBottom: 42,
      x: { label: "epoch", labelOffset: 36, tickFormat: "d", ticks: 8 },
      y: { grid: true, nice: true, ...scale },
      color: { domain: runs.map(({ name }) => name), range: [...colors.series], legend: true },
      marks: [
        Plot.line(points, { x: "epoch", y, z: "name", stroke: "name", strokeWidth: 2 }),
        Plot.dot(points, {
          x: "epoch",
          y,
          fill: "name",
          r: 2,
          title: (epoch) => `${epoch.name}, epoch ${epoch.epoch}: ${epoch[y]?.toFixed(4)}`,
        }),
      ],
    });
  return sideBySide(
    draw("Validation accuracy", "validationAccuracy", { label: "accuracy", tickFormat: ".1%" }),
    draw("Validation loss", "validationLoss", { label: "cross-entropy (nats)", zero: true }),
  );
}
