import { articleSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { type Device, deviceLine } from "../../tensorflow/backend/device.ts";
import { escapeHtml, type Figure, html } from "../plots/figure.ts";
import { defaultEpochsOf } from "../../results/runs/default_epochs.ts";
import { type DataSource, sourceLine } from "../../data/windows/data_source.ts";

/** Says on which device this runs, why on it, how many epochs that means and why, and how to get another number. */
export async function deviceNote(
  device: Device,
  { epochs, precision = "float32" }: Pick<ExperimentSettings, "epochs"> & Partial<ExperimentSettings>,
): Promise<Figure> {
  const usual = await defaultEpochsOf(device);
  const asArticle = articleSettings.epochs;
  const reason = epochs !== usual.epochs || epochs === asArticle ? "" : `, since ${usual.why}`;
  const hint = `Set <code>epochs</code>, or run <code>deno task report --set epochs=${
    epochs === asArticle ? "…" : asArticle
  }</code>, for ${epochs === asArticle ? "another number" : "the article's training"}.`;
  return html(
    `<div style="border-left: 4px solid #4269d0; padding: 4px 12px;">${escapeHtml(deviceLine(device))}. ${
      precision === "float32" ? "" : `Convolutions and matrix products compute in ${precision}. `
    }Training takes ${epochs} epoch${epochs === 1 ? "" : "s"}${escapeHtml(reason)}. ${hint}</div>`,
  );
}

/**
 * Names the source of the windows; a synthetic stand-in gets a banner that cannot be overlooked, which a
 * report repeats at its top.
 *
 * @param source The `source` that `windowsOf` returns.
 */
export function sourceNote(source: DataSource): Figure {
  const style = source.kind === "synthetic"
    ? "background: #b3261e; color: white; padding: 12px 16px; font-weight: bold;"
    : "border-left: 4px solid #4269d0; padding: 4px 12px;";
  const banner = source.kind === "synthetic" ? ` class="banner"` : "";
  return html(`<div${banner} style="${style}">${escapeHtml(sourceLine(source))}</div>`);
}
