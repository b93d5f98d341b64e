// @ts-types="npm:@types/d3-array@3.2.2"
import { minIndex } from "d3-array";
import type { DataFrame } from "../../data/signals/window_frame.ts";
import { answersOf } from "../../data/signals/activities.ts";
import { signals } from "../../data/signals/signals.ts";
import { calibration } from "../../results/metrics/calibration.ts";
import { escapeHtml, type Figure, html, sideBySide } from "../plots/figure.ts";
import { peopleErrorsPlot, type PersonErrors } from "../plots/people_errors_plot.ts";
import { reliabilityPlot } from "../plots/reliability_plot.ts";
import { windowStrips } from "../plots/window_examples.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { type TestPrediction, testPredictions } from "../../results/runs/run_folder.ts";
import type { RunsOptions } from "../../results/runs/list_runs.ts";

/**
 * Shows the windows of which a run's network was most certain and wrong: each beside the two test windows that are
 * nearest to it and told right, one of what it is and one of what was told. Near is meant in the standardised signals.
 * `frame` holds the windows that the run was tested on. `count` says how many. Default: 3.
 */
export async function wrongWindows(
  frame: DataFrame,
  run: RunRecord,
  options: RunsOptions & { count?: number } = {},
): Promise<Figure> {
  const { count = 3, ...folder } = options;
  const predictions = await predictionsOf(run, folder);
  const certain = ({ probabilities, predicted }: TestPrediction) => probabilities[predicted];
  const wrong = predictions.filter(isWrong).sort((a, b) => certain(b) - certain(a)).slice(0, count);
  if (wrong.length === 0) return html("<p>No test window is predicted wrongly.</p>");
  const subjects = frame.getColumn("subject").toArray() as (number | null)[];
  const answers = answersOf(wrong[0].probabilities.length);
  const windowOf = standardizedWindows(frame, run);
  const figures = wrong.map((error) => {
    const nearest = (activity: number) => {
      const right = predictions.filter((other) => !isWrong(other) && other.activity === activity);
      const example = windowOf(error.row);
      const index = minIndex(right, ({ row }) => distance(windowOf(row), example));
      return right[index]?.row;
    };
    const person = subjects[error.row] === null ? "" : `, person ${subjects[error.row]}`;
    const columns = {
      [`wrong${person}`]: error.row,
      [`nearest ${answers[error.activity]}`]: nearest(error.activity),
      [`nearest ${answers[error.predicted]}`]: nearest(error.predicted),
    };
    const known = Object.fromEntries(Object.entries(columns).filter(([, row]) => row !== undefined));
    const title = `${answers[error.activity]}, predicted as ${answers[error.predicted]} (probability ${
      certain(error).toFixed(3)
    })`;
    return `<p style="font-weight: bold;">${escapeHtml(title)}</p>${windowStrips(frame, known).outerHTML}`;
  });
  return html(figures.join("\n"));
}

/** Draws which part of each person's test windows the networks of runs predicted wrongly. */
export async function peopleErrors(frame: DataFrame, runs: RunRecord[], options: RunsOptions = {}): Promise<Figure> {
  const subjects = frame.getColumn("subject").toArray() as number[];
  const people: PersonErrors[] = [];
  for (const run of runs) {
    const byPerson = Map.groupBy(await predictionsOf(run, options), ({ row }) => subjects[row]);
    for (const [subject, errors] of byPerson) {
      people.push({ subject, wrong: errors.filter(isWrong).length / errors.length, series: seriesOf(run) });
    }
  }
  return sideBySide(
    ...[...Map.groupBy(people, ({ series }) => series)].map(([series, people]) =>
      peopleErrorsPlot(people, { title: `Errors by person, ${series}`, width: 440 })
    ),
  );
}

/** Draws how often the answers of runs' networks are right, by the probability that they gave them. */
export async function testReliability(runs: RunRecord[], options: RunsOptions = {}): Promise<Figure> {
  const calibrations = await Promise.all(runs.map(async (run) => {
    const predictions = await predictionsOf(run, options);
    const [probabilities, labels] = [predictions.map((p) => p.probabilities), predictions.map((p) => p.activity)];
    return [seriesOf(run), calibration(probabilities, labels)] as const;
  }));
  return reliabilityPlot(Object.fromEntries(calibrations));
}

function seriesOf({ settings }: RunRecord): string {
  return settings.split === "random" ? "random split" : "split by person";
}

function isWrong({ activity, predicted }: TestPrediction): boolean {
  return activity !== predicted;
}

async function predictionsOf({ id }: RunRecord, options: RunsOptions): Promise<TestPrediction[]> {
  const predictions = await testPredictions(id, options);
  if (predictions) return predictions;
  throw new Error(`The predictions of ${id} are not here: its folder holds only its record. Train again to have them.`);
}

/** Returns a reader of windows: their nine signals one after the other, standardised as for the network. */
function standardizedWindows(frame: DataFrame, { standardization: { mean, deviation } }: RunRecord) {
  const columns = signals.map((signal) => frame.getColumn(signal).explode().toTypedArray() as Float32Array);
  const length = columns[0].length / frame.height;
  return (row: number) =>
    columns.map((values, signal) =>
      values.subarray(row * length, (row + 1) * length).map((value) => (value - mean[signal]) / deviation[signal])
    );
}

function distance(a: Float32Array[], b: Float32Array[]): number {
  return a.reduce((sum, values, signal) => {
    const others = b[signal];
    return sum + values.reduce((sum, value, i) => sum + (value - others[i]) ** 2, 0);
  }, 0);
}
