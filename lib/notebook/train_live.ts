import type { LayersModel } from "@tensorflow/tfjs-node-gpu";
import type { Split } from "../data/split.ts";
import type { WindowTensors } from "../data/tensors.ts";
import { trainingCurves } from "../plots/training_curves.ts";
import { liveOutput } from "../progress/live_output.ts";
import { progressLine, trainedLine } from "../training/progress_line.ts";
import { train, type Trained, type TrainingProgress, type TrainOptions } from "../training/train.ts";

/** Milliseconds between two pictures. */
const interval = 250;

/**
 * Trains as {@link train} does and shows below the cell how far it is: a bar with epoch, batch and time left, and the
 * curves of accuracy and loss so far, replaced in place. The last picture stays in the saved notebook.
 *
 * The kernel's Interrupt button ends training after the batch under way: the cell ends by itself, and kernel, network and
 * history stay.
 */
export async function trainLive(
  model: LayersModel,
  data: WindowTensors,
  split: Split,
  options: TrainOptions = {},
): Promise<Trained> {
  const output = liveOutput();
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  Deno.addSignalListener("SIGINT", interrupt);
  let shown = 0;
  const onProgress = (progress: TrainingProgress) => {
    options.onProgress?.(progress);
    if (performance.now() - shown < interval) return;
    shown = performance.now();
    output.show(picture(progress, progressLine(progress)), progressLine(progress));
  };
  try {
    const trained = await train(model, data, split, { ...options, signal: abort.signal, onProgress });
    const line = trainedLine(trained);
    await output.show(picture(undefined, line, trained), line);
    return trained;
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
  }
}

function picture(progress: TrainingProgress | undefined, line: string, trained?: Trained): string {
  const done = progress
    ? ((progress.epoch - 1) * progress.batches + progress.batch) / (progress.epochs * progress.batches)
    : 1;
  const bar = progress
    ? `<div style="height: 8px; max-width: 900px; background: #8884; border-radius: 4px;"><div style="height: 8px; width: ${
      (100 * done).toFixed(1)
    }%; background: #4269d0; border-radius: 4px;"></div></div>`
    : "";
  const history = trained?.history ?? progress?.history ?? [];
  const curves = history.length > 0 ? trainingCurves(history, { epochs: progress?.epochs }).outerHTML : "";
  return `${bar}<p style="margin: 4px 0;">${line}</p>${curves}`;
}
