import { basename } from "node:path";
import { device } from "../backend/backend.ts";
import { deviceLine } from "../backend/device_line.ts";
import { escape } from "../plots/figure.ts";
import { readRecording } from "../data/archives/read_recording.ts";
import { table } from "../notebook/html_table.ts";
import { timelinePlot } from "../plots/timeline_plot.ts";
import { page } from "../report/html_page.ts";
import { writeIndex } from "../report/index_page.ts";
import { writeWhole } from "../system/build_beside.ts";
import { root } from "../system/paths.ts";
import { textTable } from "../system/text_table.ts";
import { timeline } from "../recordings/timeline.ts";
import { timelineRows } from "../recordings/timeline_rows.ts";
import { runNetwork } from "../runs/run_network.ts";

/** Settings of {@link predictCommand}. */
export interface PredictCommandOptions {
  /** Identifier of the run whose network predicts. */
  model: string;
  /** The files of acceleration (g) and rotation (rad/s), see `readRecording`. */
  recording: string[];
  /** Samples from one window's start to the next. Default: half a window. */
  step?: number;
}

/**
 * Predicts what a person did in a raw recording: prints a table of activities over time, and writes it with a ribbon
 * and all probabilities to a page in reports/. Throws one sentence if run or recording is not available.
 */
export async function predictCommand({ model: id, recording, step }: PredictCommandOptions): Promise<void> {
  if (recording.length !== 2) {
    throw new Error(`--recording takes two files, acceleration and rotation, and ${recording.length} were given.`);
  }
  const [acceleration, rotation] = recording;
  const signals = await readRecording(acceleration, rotation);
  const { run, model } = await runNetwork(id);
  const on = await device();
  console.error(deviceLine(on));
  const parts = await timeline(model, signals, run.standardization, { step, filters: run.settings.filters });
  model.dispose();
  const rows = timelineRows(parts);
  console.log(textTable(rows));
  const title = `Activities in ${basename(acceleration)}`;
  const body = `<p>Predicted by the run ${id} (test accuracy ${run.test.accuracy.toFixed(4)}, ${run.data.title}). ${
    escape(deviceLine(on))
  }.</p>
${timelinePlot(parts).outerHTML}
${table(rows, { caption: "Activities" }).outerHTML}`;
  const target = `${root}/reports/timeline-${
    basename(acceleration).replace(/\.\w+$/, "").replace(/[^\w.-]/g, "-")
  }.html`;
  const html = page({ title, date: new Date().toISOString(), device: on.name, body });
  await writeWhole(target, html);
  await writeIndex(`${root}/reports`);
  console.log(`\nPicture: ${target}`);
}
