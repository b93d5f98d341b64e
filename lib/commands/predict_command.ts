import pl from "nodejs-polars";
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
import { readingStep } from "../recordings/window_logits.ts";
import type { Adaptation, Reading } from "../settings/reading_choices.ts";
import { timelineRows } from "../recordings/timeline_rows.ts";
import { runNetwork } from "../runs/run_network.ts";

/** Settings of {@link predictCommand}. */
export interface PredictCommandOptions {
  /** Identifier of the run whose network predicts. */
  model: string;
  /** The files of acceleration (g) and rotation (rad/s), see `readRecording`. */
  recording: string[];
  /** Samples from one window's start to the next. Default: half a window; a quarter for every reading but `single`. */
  step?: number;
  /** Whether the network adapts to the recording. Default: `"none"`. */
  adapt?: Adaptation;
  /** How windows are read. Default: `"single"`. */
  reading?: Reading;
  /** File to write the table to as CSV. Default: none. */
  csv?: string;
  /** File to write the activities over time to as JSON, with all probabilities. Default: none. */
  json?: string;
}

/**
 * Predicts what a person did in a raw recording: prints a table of activities over time, and writes it with a ribbon
 * and all probabilities to a page in reports/. Throws one sentence if run or recording is not available.
 */
export async function predictCommand(options: PredictCommandOptions): Promise<void> {
  const { model: id, recording, adapt = "none", reading = "single", csv, json } = options;
  if (recording.length !== 2) {
    throw new Error(`--recording takes two files, acceleration and rotation, and ${recording.length} were given.`);
  }
  const [acceleration, rotation] = recording;
  const signals = await readRecording(acceleration, rotation);
  const { run, model } = await runNetwork(id);
  const on = await device();
  console.error(deviceLine(on));
  const { filters, temperature, windowLength } = run.settings;
  const { markov } = run;
  const step = options.step ?? (reading === "single" ? undefined : readingStep(windowLength));
  const how = { step, filters, adapt, reading, temperature, markov };
  const parts = await timeline(model, signals, run.standardization, how).finally(() => model.dispose());
  const rows = timelineRows(parts);
  console.log(textTable(rows));
  if (csv !== undefined) await writeWhole(csv, String(pl.DataFrame(rows).writeCSV()));
  if (json !== undefined) await writeWhole(json, JSON.stringify({ run: id, adapt, reading, parts }, null, 2) + "\n");
  const title = `Activities in ${basename(acceleration)}`;
  const read = reading === "single" ? "Each window is read by itself" : `The reading is "${reading}"`;
  const adapted = adapt === "none"
    ? "the network does not adapt to the recording"
    : `the network adapts to the ${adapt}`;
  const body = `<p>Predicted by the run ${id} (test accuracy ${run.test.accuracy.toFixed(4)}, ${run.data.title}). ${
    escape(deviceLine(on))
  }. ${read}, and ${adapted}.</p>
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
