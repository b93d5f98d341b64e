import { answersOf } from "../../data/signals/activities.ts";
import { pairedComparison } from "../../results/metrics/paired_comparison.ts";
import { confusionMatrixPlot } from "../plots/confusion_matrix_plot.ts";
import { type Figure, sideBySide } from "../plots/figure.ts";
import { table, type TableCell } from "../plots/html_table.ts";
import { runCurves } from "../plots/run_curves.ts";
import { type PageRun, resultText, type RunResult, runResults, type RunsPageData } from "./page_run.ts";

/**
 * Shows runs beside each other, two or more: their curves over each other; a table of the settings in which they differ
 * and of their results, the best of each column marked by ★; recall of each activity; for each run after the first,
 * whether it differs from the first at all (McNemar's test and a bootstrap interval on the test windows), if both were
 * tested on the same windows; and confusion matrices.
 */
export function comparedRuns(runs: PageRun[], { settings, truths }: RunsPageData): Figure[] {
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
    table(others.map((other) => pairedRow(first, other, truths)), { caption: `Does it differ from ${first.id}?` }),
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

function pairedRow(first: PageRun, other: PageRun, truths: string[]): Record<string, TableCell> {
  const run = other.id;
  const unkept = [first, other].find(({ predicted }) => predicted === undefined);
  if (unkept) return { run, verdict: `the predictions of ${unkept.id} were not kept` };
  if (first.truth !== other.truth) return { run, verdict: "they were tested on different windows: no paired test" };
  const truth = truths[first.truth!];
  const right = ({ predicted }: PageRun) => [...predicted!].map((answer, i) => answer === truth[i]);
  const { onlyFirst, onlySecond, probability, difference, interval } = pairedComparison(right(other), right(first));
  return {
    run,
    "right alone": onlyFirst,
    "the first right alone": onlySecond,
    "accuracy, difference": signed(difference),
    "95% interval": interval.map(signed).join(" to "),
    "McNemar's p": probability < 0.0001 ? "< 0.0001" : probability.toFixed(4),
    verdict: probability < 0.05 ? "they differ" : "no difference that chance would not give",
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
