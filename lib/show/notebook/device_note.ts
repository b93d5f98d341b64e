import type { ExperimentSettings } from "../../settings/experiment_settings.ts";
import { type Device, isGpu } from "../../tensorflow/backend/device.ts";
import { deviceLine } from "../../tensorflow/backend/device_line.ts";
import { escapeHtml, type Figure, html } from "../plots/figure.ts";
import { epochsOnCpu } from "../../settings/setting_table.ts";

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
