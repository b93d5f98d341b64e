import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import type { Split } from "../../data/windows/split_windows.ts";
import type { WindowTensors } from "../../data/windows/window_tensors.ts";
import { colors, escapeHtml } from "../plots/figure.ts";
import { trainingCurves } from "../plots/training_curves.ts";
import { liveOutput } from "../../system/live_output.ts";
import { progressLine, trainedLine } from "../../network/training/progress_line.ts";
import { untilInterrupt } from "./kernel_interrupt.ts";
import type { Epoch, Trained } from "../../network/training/trained.ts";
import { train } from "../../network/training/train.ts";
import type { TrainingProgress, TrainOptions } from "../../network/training/train_options.ts";

/** Milliseconds between two pictures. */
const interval = 250;

/**
 * Trains as {@link train} does and shows below the cell how far it is: a bar with epoch, batch and time left, and
 * the curves of accuracy and loss so far, replaced in place. The last picture stays in the saved notebook.
 *
 * The kernel's Interrupt button ends training after the batch under way: the cell ends by itself, and kernel, network
 * and history stay.
 *
 * @param model The network, which is changed.
 * @param data Windows and labels, as `windowTensors` returns them.
 * @param split Which of them train and validate.
 * @param options Settings of the training, and what is told on the way.
 */
export async function trainLive(
  model: LayersModel,
  data: WindowTensors,
  split: Split,
  options: TrainOptions = {},
): Promise<Trained> {
  const output = liveOutput();
  let shown = 0;
  let curves = { epochs: 0, html: "" };
  const curvesOf = (history: Epoch[]) => {
    if (history.length > curves.epochs) {
      const html = trainingCurves(history, { epochs: options.epochs }).outerHTML;
      curves = { epochs: history.length, html };
    }
    return curves.html;
  };
  const onProgress = (progress: TrainingProgress) => {
    options.onProgress?.(progress);
    if (performance.now() - shown < interval) return;
    shown = performance.now();
    const line = progressLine(progress);
    output.show(filledBar(done(progress)) + picture(line, curvesOf(progress.history)), line);
  };
  const trained = await untilInterrupt((interrupt) => {
    const signal = options.signal ? AbortSignal.any([interrupt, options.signal]) : interrupt;
    return train(model, data, split, { ...options, signal, onProgress });
  });
  const line = trainedLine(trained);
  const html = trained.history.length > 0 ? trainingCurves(trained.history).outerHTML : "";
  await output.show(picture(line, html), line);
  return trained;
}

/** Returns the part of a training that is done. */
function done({ epoch, epochs, batch, batches }: TrainingProgress): number {
  return ((epoch - 1) * batches + batch) / (epochs * batches);
}

/** Returns the line and the curves as HTML. */
function picture(line: string, curves: string): string {
  return `<p style="margin: 4px 0;">${escapeHtml(line)}</p>${curves}`;
}

/** Returns a bar as HTML, filled to a part from 0 to 1. */
export function filledBar(part: number): string {
  const style = "height: 8px; border-radius: 4px;";
  return `<div style="${style} max-width: 900px; background: #8884;"><div style="${style} width: ${
    (100 * part).toFixed(1)
  }%; background: ${colors.train};"></div></div>`;
}
