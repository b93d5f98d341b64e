import * as Plot from "@observablehq/plot";
import type { Epoch } from "../../network/training/training_progress.ts";
import { colors, type Figure, figure, type PlotOptions, sideBySide } from "./figure.ts";

/** Settings of {@link trainingCurves}. */
export interface TrainingCurvesOptions extends PlotOptions {
  /** Epochs on the horizontal axis. Default: those of the history. */
  epochs?: number;
  /** Width of each of the two figures, pixels. Default: 440. */
  width?: number;
}

/**
 * Draws accuracy and loss of training and, if there is one, validation over epochs, side by side (article, section 4).
 */
export function trainingCurves(history: Epoch[], options: TrainingCurvesOptions = {}): Figure {
  const { epochs = history.length, width = 440, ...plot } = options;
  const validated = history.some(({ validationLoss }) => validationLoss !== undefined);
  const parts = validated ? ["training", "validation"] : ["training"];
  const series = (train: "accuracy" | "loss", validation: "validationAccuracy" | "validationLoss") =>
    history.flatMap((epoch) => [
      { epoch: epoch.epoch, value: epoch[train], part: "training" },
      ...validated ? [{ epoch: epoch.epoch, value: epoch[validation], part: "validation" }] : [],
    ]);
  const draw = (
    title: string,
    label: string,
    data: ReturnType<typeof series>,
    y: Plot.ScaleOptions,
    tell: (value: number) => string,
  ) =>
    figure({
      title,
      width,
      height: 280,
      marginLeft: 58,
      marginTop: 28,
      marginBottom: 42,
      marginRight: 12,
      x: {
        label: "epoch",
        domain: [1, Math.max(2, epochs)],
        ticks: Math.min(10, Math.max(1, epochs - 1)),
        tickFormat: "d",
        labelOffset: 36,
      },
      y: { label, grid: true, nice: true, ...y },
      color: { domain: parts, range: [colors.train, colors.validation], legend: true },
      marks: [
        Plot.line(data, { x: "epoch", y: "value", z: "part", stroke: "part", strokeWidth: 2 }),
        Plot.dot(data, {
          x: "epoch",
          y: "value",
          fill: "part",
          r: epochs > 20 ? 1.5 : 3,
          title: ({ epoch, value, part }) => `${part}, epoch ${epoch}: ${tell(value)}`,
        }),
      ],
    }, plot);
  return sideBySide(
    draw(
      "Accuracy over epochs",
      "accuracy",
      series("accuracy", "validationAccuracy"),
      { tickFormat: ".1%" },
      (value) => `${(100 * value).toFixed(1)}%`,
    ),
    draw(
      "Loss over epochs",
      "cross-entropy (nats)",
      series("loss", "validationLoss"),
      { zero: true },
      (value) => value.toFixed(4),
    ),
  );
}
