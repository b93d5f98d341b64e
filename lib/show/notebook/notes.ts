import type { ExperimentSettings } from "../../settings/experiment_settings.ts";
import { type Device, deviceLine, isGpu } from "../../tensorflow/backend/device.ts";
import { escapeHtml, type Figure, html } from "../plots/figure.ts";
import { epochsOnCpu } from "../../settings/setting_table.ts";
import { type DataSource, sourceLine } from "../../data/windows/data_source.ts";

/** Says on which device this runs, why on it, and how many epochs that means, and how to get another number. */
export function deviceNote(
  device: Device,
  { epochs, precision = "float32" }: Pick<ExperimentSettings, "epochs"> & Partial<ExperimentSettings>,
): Figure {
  const hint = !isGpu(device) && epochs === epochsOnCpu
    ? ` That is the default without a GPU, where an epoch takes up to a minute; the article trains 50: set <code>epochs</code> to 50, or run <code>deno task report --set epochs=50</code>.`
    : ` Set <code>epochs</code>, or run <code>deno task report --set epochs=…</code>, for another number.`;
  return html(
    `<div style="border-left: 4px solid #4269d0; padding: 4px 12px;">${escapeHtml(deviceLine(device))}. ${
      precision === "float32" ? "" : `Convolutions and matrix products compute in ${precision}. `
    }Training takes ${epochs} epoch${epochs === 1 ? "" : "s"}.${hint}</div>`,
  );
}

/**
 * Names the source of the windows; a synthetic stand-in gets a banner that cannot be overlooked, which a
 * report repeats at its top.
 */
export function sourceNote(source: DataSource): Figure {
  const style = source.kind === "synthetic"
    ? "background: #b3261e; color: white; padding: 12px 16px; font-weight: bold;"
    : "border-left: 4px solid #4269d0; padding: 4px 12px;";
  const banner = source.kind === "synthetic" ? ` class="banner"` : "";
  return html(`<div${banner} style="${style}">${escapeHtml(sourceLine(source))}</div>`);
}
