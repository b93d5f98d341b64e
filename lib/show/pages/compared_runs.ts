import { answersOf } from "../../data/signals/activities.ts";
import { seedDifference } from "../../results/metrics/seed_difference.ts";
import { confusionMatrixPlot } from "../plots/confusion_matrix_plot.ts";
import { type Figure, sideBySide } from "../plots/figure.ts";
import { table, type TableCell } from "../plots/html_table.ts";
import { runCurves } from "../plots/run_curves.ts";
import { type PageRun, resultText, type RunResult, runResults, type RunsPageData } from "./page_run.ts";

/**
 * Shows runs beside each other, two or more: their curves over each other; a table of the settings in which they differ
 * and of their results, the best of each column marked by ★; recall of each activity; for each run after the first
 * its difference to the first over their test people, with Student's interval; and confusion matrices.
 */
export function comparedRuns(runs: PageRun[], { settings }: RunsPageData): Figure[] {
  const differing = settings.filter((name) => new Set(runs.map(({ values }) => values[name])).size > 1);
  const [first, ...others] = runs;
  const most = Math.max(...runs.map(({ recalls }) => recalls.length));
  return [
    runCurves(runs.map(({ id, history }) => ({ name: id, history }))),
    table(
      runs.map((run) => ({
        run: run.id,
        ...Object.fromEntries(differing.map((name) => [name, run.values[name] ?? "–"])),
        ...Object.fromEntries(runResults.map((result) => [result.name, marked(result, run, runs)])),
      })),
      { caption: differing.length > 0 ? "Settings that differ, and results" : "Results of the same settings" },
    ),
    table(
      answersOf(most).map((activity, index) => ({
        activity,
        ...Object.fromEntries(runs.map(({ id, recalls }) => [id, recallText(recalls[index], first.recalls[index])])),
      })),
      { caption: "Recall of each activity, and the difference to the first run" },
    ),
    table(others.map((other) => personRow(first, other)), {
      caption: `Does it differ from ${first.id}, person by person?`,
    }),
    sideBySide(
      ...runs.map(({ id, confusion }) =>
        confusionMatrixPlot(confusion, answersOf(confusion.length), { title: id, width: 480 })
      ),
    ),
  ];
}

/** Returns a result of a run as text, with a star if it is the best and not all are equal. */
function marked(result: RunResult, run: PageRun, runs: PageRun[]): string {
  const texts = runs.map(({ values }) => resultText(result, values)).filter((text) => text !== "–");
  const best = (result.better === "more" ? Math.max : Math.min)(...texts.map(Number));
  const text = resultText(result, run.values);
  return Number(text) === best && new Set(texts).size > 1 ? `★ ${text}` : text;
}

/** Compares a run with the first by person: another person is what a second look would bring, not another window. */
function personRow(first: PageRun, other: PageRun): Record<string, TableCell> {
  const run = other.id;
  if ([first, other].some(({ values }) => values.split === "random")) {
    return { run, verdict: "windows of a random split share samples, so no interval is given" };
  }
  const unkept = [first, other].find(({ people }) => people === undefined);
  if (unkept) return { run, verdict: `what ${unkept.id} answered for each person was not kept` };
  const [ours, theirs] = [other, first].map(({ people }) => new Map(people));
  const shared = [...ours.keys()].filter((person) => theirs.has(person)).length;
  if (shared === 0) return { run, verdict: "they were tested on different people" };
  const { mean, interval, verdict } = seedDifference(ours, theirs);
  return {
    run,
    people: shared,
    "accuracy, mean difference": signed(mean),
    "95% interval over people": interval ? interval.map(signed).join(" to ") : "–",
    verdict: `${verdict}; one training each`,
  };
}

function recallText(recall: number | undefined, first: number | undefined): string {
  if (recall === undefined) return "–";
  return first === undefined || recall === first
    ? recall.toFixed(4)
    : `${recall.toFixed(4)} (${signed(recall - first)})`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
}
