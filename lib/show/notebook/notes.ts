import { articleSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { type Device, deviceLine, isGpu } from "../../tensorflow/backend/device.ts";
import { escapeHtml, type Figure, html } from "../plots/figure.ts";
import { type DataSource, sourceLine } from "../../data/windows/data_source.ts";

/** Says on which device this runs and why, how many epochs it trains, how long that takes, and how to change it. */
export function deviceNote(
  device: Device,
  { epochs, precision = "float32" }: Pick<ExperimentSettings, "epochs"> & Partial<ExperimentSettings>,
): Figure {
  const { epochs: article } = articleSettings;
  const rounding = precision === "float32" ? "" : `Convolutions and matrix products compute in ${precision}. `;
  const time = isGpu(device)
    ? ""
    : "An epoch takes 20 seconds on two fast cores and some minutes on old ones; the progress below tells more. ";
  const other = epochs === article ? "another number" : "the article's training";
  const command = `deno task report --set epochs=${epochs === article ? "…" : article}`;
  return html(
    `<div style="border-left: 4px solid #4269d0; padding: 4px 12px;">${
      escapeHtml(deviceLine(device))
    }. ${rounding}Training takes ${epochs} epoch${
      epochs === 1 ? "" : "s"
    }. ${time}Set <code>epochs</code>, or run <code>${command}</code>, for ${other}.</div>`,
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
