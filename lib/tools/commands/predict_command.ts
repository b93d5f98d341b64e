import pl from "nodejs-polars";
import { basename } from "node:path";
import { device } from "../../tensorflow/backend/backend.ts";
import { deviceLine } from "../../tensorflow/backend/device.ts";
import { escapeHtml } from "../../show/plots/figure.ts";
import { readPhoneRecording } from "../../data/phones/read_phone_recording.ts";
import { angleToExperiment, gravityDirection, orient } from "../../data/signals/orientation.ts";
import type { Axes } from "../../data/signals/recording.ts";
import { table } from "../../show/plots/html_table.ts";
import { timelinePlot } from "../../show/plots/timeline_plot.ts";
import { page } from "../../show/report/html_page.ts";
import { writeIndex } from "../../show/report/index_page.ts";
import { writeWhole } from "../../system/files.ts";
import { root } from "../../system/paths.ts";
import { textTable } from "../../system/text_table.ts";
import { readTimeline, timelineRows, type WindowLogits } from "../../results/recordings/read_timeline.ts";
import type { Reading } from "../../settings/presets.ts";
import { windowLogits } from "../../results/recordings/window_logits.ts";
import { loadNetwork } from "../../results/runs/run_folder.ts";

export interface PredictCommandOptions {
  /** Identifier of the run whose network predicts. */
  model: string;
  /** What the phone wrote, see `readPhoneRecording`. */
  recording: string[];
  /** Units that the files do not name, such as `"m/s2,deg/s"`. Default: none. */
  units?: string;
  /** Whether the recording is turned so that gravity lies along x. Default: false. */
  orient?: boolean;
  /** Samples from one window's start to the next, of the reading `single`. Default: half a window. */
  step?: number;
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
  const { model: id, recording: paths, units, reading = "single", csv, json } = options;
  if (options.step !== undefined && reading !== "single") {
    throw new Error(`--step is for the reading "single": the reading "${reading}" has the step of the run's training.`);
  }
  const { parts: recorded, notes } = await readPhoneRecording(paths, { units });
  const oriented = options.orient ? recorded.map(orient) : recorded;
  const said = [...notes, ...orientationNotes(oriented[0].acceleration)];
  for (const note of said) console.error(note);
  const { run, model } = await loadNetwork(id);
  const on = await device();
  console.error(deviceLine(on));
  const { markov, settings: { filters, temperature } } = run;
  const step = reading === "single" ? options.step : markov?.step;
  const logitsOfParts: (WindowLogits & { from: number })[] = [];
  for (const { from, ...part } of oriented) {
    logitsOfParts.push({ from, ...await windowLogits(model, part, run.standardization, { step, filters }) });
  }
  model.dispose();
  const read = (reading: Reading) =>
    logitsOfParts.flatMap(({ from, ...part }) =>
      readTimeline(part, { reading, temperature, markov })
        .map((part) => ({ ...part, from: from + part.from, to: from + part.to }))
    );
  const parts = read(reading);
  const others = reading === "single" ? undefined : { "single windows": read("single") };
  const rows = timelineRows(parts);
  console.log(textTable(rows));
  if (csv !== undefined) await writeWhole(csv, String(pl.DataFrame(rows).writeCSV()));
  if (json !== undefined) {
    await writeWhole(json, JSON.stringify({ run: id, reading, notes: said, parts }, null, 2) + "\n");
  }
  const name = basename(paths[0]);
  const how = reading === "single" ? "Each window is read by itself" : `The reading is "${reading}"`;
  const body = `<p>Predicted by the run ${id} (test accuracy ${run.test.accuracy.toFixed(4)}, ${run.data.title}). ${
    escapeHtml([deviceLine(on), how, ...said.map((note) => note.replace(/\.$/, ""))].join(". "))
  }.</p>
${timelinePlot(parts, { others, name: reading === "single" ? undefined : reading }).outerHTML}
${table(rows, { caption: "Activities" }).outerHTML}`;
  const target = `${root}/reports/timeline-${name.replace(/\.\w+$/, "").replace(/[^\w.-]/g, "-")}.html`;
  const html = page({ title: `Activities in ${name}`, date: new Date().toISOString(), device: on.name, body });
  await writeWhole(target, html);
  await writeIndex(`${root}/reports`);
  console.log(`\nPicture: ${target}`);
}

/** Angle from which gravity lies elsewhere than in the experiment, degrees. */
const farOff = 45;

/** Returns a sentence if the phone was worn in another way than in the experiment. */
function orientationNotes(acceleration: Axes): string[] {
  const direction = gravityDirection(acceleration);
  const angle = angleToExperiment(direction);
  if (angle < farOff) return [];
  const shown = direction.map((value) => value.toFixed(2)).join(", ");
  return [
    `Gravity lies along (${shown}), ${
      angle.toFixed(0)
    } degrees from the x axis on which the experiment had it (phone upright at the waist): turn the recording by --orient, or expect wrong answers.`,
  ];
}
