import { colors, escapeHtml } from "../plots/figure.ts";
import { trainingCurves } from "../plots/training_curves.ts";
import { liveOutput } from "../../system/live_output.ts";
import {
  type Epoch,
  progressLine,
  trainedLine,
  type TrainingProgress,
} from "../../network/training/training_progress.ts";

/** Milliseconds between two pictures. */
const interval = 250;

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
