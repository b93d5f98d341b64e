import * as Plot from "@observablehq/plot";
import type { Epoch } from "../../network/training/training_progress.ts";
import { colors, type Figure, figure, sideBySide } from "./figure.ts";

/** The epochs of a run and what the run is called. */
export interface NamedHistory {
  name: string;
  history: Omit<Epoch, "seconds">[];
}

/** Draws validation accuracy and loss of several runs over each other, or those in training if one was not validated. */
export function runCurves(runs: NamedHistory[]): Figure {
  const validated = runs.every(({ history }) => history.some(({ validationLoss }) => validationLoss !== undefined));
  const points = runs.flatMap(({ name, history }) =>
    history.map(({ epoch, loss, accuracy, validationLoss, validationAccuracy }) => ({
      name,
      epoch,
      accuracy: validated ? validationAccuracy : accuracy,
      loss: validated ? validationLoss : loss,
    }))
  );
  const draw = (y: "accuracy" | "loss", scale: Plot.ScaleOptions) =>
    figure({
      title: `${validated ? "Validation" : "Training"} ${y}`,
      width: 520,
      height: 320,
      marginLeft: 58,
      marginBottom: 42,
      x: { label: "epoch", labelOffset: 36, tickFormat: "d", ticks: 8 },
      y: { grid: true, nice: true, ...scale },
      color: {
        domain: runs.map(({ name }) => name),
        range: runs.map((_, i) => colors.series[i % colors.series.length]),
        legend: true,
      },
      marks: [
        Plot.line(points, { x: "epoch", y, z: "name", stroke: "name", strokeWidth: 2 }),
        Plot.dot(points, {
          x: "epoch",
          y,
          fill: "name",
          r: 2,
          title: (point) => `${point.name}, epoch ${point.epoch}: ${point[y]?.toFixed(4)}`,
        }),
      ],
    });
  return sideBySide(
    draw("accuracy", { label: "accuracy", tickFormat: ".1%" }),
    draw("loss", { label: "cross-entropy (nats)", zero: true }),
  );
}
