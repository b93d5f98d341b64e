import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import type { Split } from "../../data/windows/split_windows.ts";
import type { WindowTensors } from "../../data/windows/window_tensors.ts";
import { colors, escapeHtml } from "../plots/figure.ts";
import { trainingCurves } from "../plots/training_curves.ts";
import { liveOutput } from "../../system/live_output.ts";
import {
  type Epoch,
  progressLine,
  type Trained,
  trainedLine,
  type TrainingProgress,
} from "../../network/training/training_progress.ts";
import { untilInterrupt } from "./kernel_interrupt.ts";
import { train, type TrainOptions } from "../../network/training/train.ts";

/** Milliseconds between two pictures. */
const interval = 250;

/**
 * Trains as {@link train} does and shows below the cell how far it is: a bar with epoch, batch and time left, and
 * the curves of accuracy and loss so far, replaced in place. The last picture stays in the saved notebook. For a network
 * of the cell's own; `runLive` does the same for a whole experiment and keeps its record.
 *
 * The kernel's Interrupt button ends training after the batch under way: the cell ends by itself, and kernel, network
 * and history stay.
 *
 * @param model The network, which is changed.
 * @param data Windows and labels, as `windowTensors` returns them.
 * @param split Which of them train and validate.
 * @param options Checked settings of the training.
 */
export async function trainLive(
  model: LayersModel,
  data: WindowTensors,
  split: Split,
  options: TrainOptions,
): Promise<Trained> {
  const picture = trainingPicture(options.settings.epochs);
  const trained = await untilInterrupt((interrupt) => {
    const signal = options.signal ? AbortSignal.any([interrupt, options.signal]) : interrupt;
    const onProgress = (progress: TrainingProgress) => {
      options.onProgress?.(progress);
      picture.show(progress);
    };
    return train(model, data, split, { ...options, signal, onProgress });
  });
  await picture.end(trained);
  return trained;
}

/** Returns an output below the running cell that shows how far a training is, and at its end how it ended. */
export function trainingPicture(epochs: number) {
  const output = liveOutput();
  let shown = 0;
  let curves = { epochs: 0, html: "" };
  const curvesOf = (history: Epoch[]) => {
    if (history.length > curves.epochs) {
      curves = { epochs: history.length, html: trainingCurves(history, { epochs }).outerHTML };
    }
    return curves.html;
  };
  return {
    show(progress: TrainingProgress) {
      if (performance.now() - shown < interval) return;
      shown = performance.now();
      const { epoch, batch, batches, history } = progress;
      const done = ((epoch - 1) * batches + batch) / (progress.epochs * batches);
      const line = progressLine(progress);
      output.show(filledBar(done) + withCurves(line, curvesOf(history)), line);
    },
    async end(trained: Parameters<typeof trainedLine>[0]) {
      const line = trainedLine(trained);
      const html = trained.history.length > 0 ? trainingCurves(trained.history).outerHTML : "";
      await output.show(withCurves(line, html), line);
    },
  };
}

/** Returns a line and curves as HTML. */
function withCurves(line: string, curves: string): string {
  return `<p style="margin: 4px 0;">${escapeHtml(line)}</p>${curves}`;
}

/** Returns a bar as HTML, filled to a part from 0 to 1. */
export function filledBar(part: number): string {
  const style = "height: 8px; border-radius: 4px;";
  return `<div style="${style} max-width: 900px; background: #8884;"><div style="${style} width: ${
    (100 * part).toFixed(1)
  }%; background: ${colors.train};"></div></div>`;
}
