import { answersOf, articleActivities } from "../../data/signals/activities.ts";
import { articleResults } from "../../results/metrics/article_results.ts";
import type { Figure } from "../plots/figure.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { table } from "../plots/html_table.ts";

/** Shows the article's results table with three columns: the article, this run, the difference. */
export function resultsTable(run: RunRecord): Figure {
  const fraction = (name: string, article: number, ours?: number) =>
    ours === undefined
      ? row(name, article.toFixed(4), "–", "–")
      : row(name, article.toFixed(4), ours.toFixed(4), signed(ours - article, 4));
  const { weighted, accuracy } = run.test;
  return table([
    row(
      "parameters",
      articleResults.parameters.toLocaleString("en"),
      run.parameters.toLocaleString("en"),
      signed(run.parameters - articleResults.parameters, 0),
    ),
    row(
      "FLOPs (millions)",
      (articleResults.flops / 1e6).toFixed(2),
      run.flops === null ? "not counted" : (run.flops / 1e6).toFixed(2),
      run.flops === null ? "–" : signed((run.flops - articleResults.flops) / 1e6, 2),
    ),
    row(
      "inference of one window (ms)",
      articleResults.inferenceMilliseconds.toFixed(2),
      run.inferenceMilliseconds.toFixed(2),
      signed(run.inferenceMilliseconds - articleResults.inferenceMilliseconds, 2),
    ),
    fraction("validation accuracy", articleResults.validationAccuracy, run.validationAccuracy),
    fraction("test accuracy", articleResults.testAccuracy, accuracy),
    fraction("precision, weighted", articleResults.precision, weighted.precision),
    fraction("recall, weighted", articleResults.recall, weighted.recall),
    fraction("F1, weighted", articleResults.f1, weighted.f1),
  ], { caption: `Results: the article, and run ${run.id}` });
}

/** Shows the scores of each activity under UCI's names, with the article's names and figures beside them. */
export function classTable(run: RunRecord): Figure {
  const answers = answersOf(run.test.classes.length);
  const rows: Record<string, string>[] = run.test.classes.map((score, index) => ({
    "activity (UCI)": answers[index],
    "name in the article": articleActivities[index] ?? "",
    "article": articleResults.classes[index]?.toFixed(4) ?? "",
    "recall": score.recall.toFixed(4),
    "precision": score.precision.toFixed(4),
    "F1": score.f1.toFixed(4),
    "support": String(score.support),
  }));
  const { macro, weighted } = run.test;
  const support = run.test.classes.reduce((sum, score) => sum + score.support, 0);
  for (const [name, average] of Object.entries({ macro, weighted })) {
    rows.push({
      "activity (UCI)": `${name} average`,
      "name in the article": "",
      "article": name === "weighted" ? articleResults.recall.toFixed(4) : "",
      "recall": average.recall.toFixed(4),
      "precision": average.precision.toFixed(4),
      "F1": average.f1.toFixed(4),
      "support": String(support),
    });
  }
  return table(rows, { caption: "Scores of each activity on the test windows" });
}

function row(metric: string, article: string, run: string, difference: string) {
  return { metric, article, "this run": run, difference };
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
}
