import { answerCount, answerOf, answersOf } from "../../data/signals/activities.ts";
import { labelledRecording } from "../../data/windows/labelled_recording.ts";
import type { DataSource } from "../../data/windows/data_source.ts";
import { sampleRate } from "../../data/signals/signals.ts";
import { testSubjects } from "../../data/archives/published_counts.ts";
import { escapeHtml, type Figure, html } from "../plots/figure.ts";
import { timelinePlot } from "../plots/timeline_plot.ts";
import type { RunsOptions } from "../../results/runs/list_runs.ts";
import { loadNetwork } from "../../results/runs/run_folder.ts";
import { joinParts, readTimeline, type TimelinePart, timelineRows } from "../../results/recordings/read_timeline.ts";
import { windowLogits } from "../../results/recordings/window_logits.ts";
import { table } from "../plots/html_table.ts";

/**
 * Shows what a run's network tells of a person's whole recording, transitions between activities included: a ribbon
 * over time below what was labelled, and a table. If the run kept how long activities last, the windows are smoothed by
 * it, and a ribbon above shows them each by itself. If the recording is not available, as of UCI-HAR's own archive
 * without HAPT, a note says so. `subject` is the person's number. Default: the first of the nine official test people.
 *
 * @param id The run's identifier.
 * @param source The `source` that `windowsOf` returns.
 */
export async function personTimeline(
  id: string,
  source: Pick<DataSource, "kind" | "path">,
  options: RunsOptions & { subject?: number } = {},
): Promise<Figure> {
  const { subject = testSubjects[0], ...runs } = options;
  const { run, model } = await loadNetwork(id, runs);
  const transitions = run.settings.transitions !== "none";
  const labelled = await labelledRecording(source, subject, { transitions }).catch((error: Error) => error);
  if (labelled instanceof Error) {
    model.dispose();
    return html(`<p>No recording to show: ${escapeHtml(labelled.message)}</p>`);
  }
  const { markov, settings: { filters, temperature } } = run;
  const logits = await windowLogits(model, labelled.recording, run.standardization, { filters, step: markov?.step });
  model.dispose();
  const single = readTimeline(logits, { temperature });
  const smoothed = markov && readTimeline(logits, { reading: "smoothed", temperature, markov });
  const answers = answersOf(answerCount(run.settings.transitions));
  const truth = labelled.segments.map(({ first, last, activity }) => ({
    from: first / sampleRate,
    to: (last + 1) / sampleRate,
    activity: answers[answerOf(activity, answers.length)!],
  }));
  const known = run.settings.split === "random" ? "whose other windows were trained on" : "new to the network";
  const title = `A recording of person ${subject}, ${known}`;
  const figures = [
    timelinePlot(smoothed ?? single, {
      title,
      truth,
      ...(smoothed && { name: "smoothed", others: { "single windows": single } }),
    }),
    ...segmentTables(smoothed ?? single),
  ];
  return html(figures.map((figure) => figure.outerHTML).join("\n"));
}

/** Seconds from which on a segment stands in the table at once. */
const long = 5;

/** Returns a table of the longer segments, and one of all of them that is folded. */
function segmentTables(parts: TimelinePart[]): Figure[] {
  const rows = timelineRows(parts);
  const longer = timelineRows(joinParts(parts).filter(({ from, to }) => to - from >= long));
  if (longer.length === rows.length) return [table(rows, { caption: "What the network predicts" })];
  const all = table(rows, { caption: "What the network predicts" }).outerHTML;
  return [
    table(longer, { caption: `What the network predicts for ${long} seconds and more` }),
    html(`<details><summary>All ${rows.length} segments</summary>${all}</details>`),
  ];
}
