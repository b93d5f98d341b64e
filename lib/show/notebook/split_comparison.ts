import type { DataFrame } from "../../data/signals/window_frame.ts";
import { answersOf } from "../../data/signals/activities.ts";
import { leakage } from "../../data/windows/leakage.ts";
import { splitWindows } from "../../data/windows/split_windows.ts";
import { featureBaseline, featureMatrix } from "../../results/baseline/feature_baseline.ts";
import { type Figure, sideBySide } from "../plots/figure.ts";
import { confusionMatrixPlot } from "../plots/confusion_matrix_plot.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { table } from "../plots/html_table.ts";

/** What the runs' splits are called on a page. */
const titles = {
  random: "random split",
  subject: "split by person",
  development: "split by person, training people only",
};

/**
 * Shows runs of different splits in columns side by side: accuracy, averages, recall of each activity, how many test
 * windows share samples with training windows, and what logistic regression on hand-made features reaches.
 */
export async function splitComparison(frame: DataFrame, runs: RunRecord[]): Promise<Figure> {
  const features = featureMatrix(frame);
  const columns: Record<string, string>[] = [];
  for (const run of runs) {
    const split = splitWindows(frame, run.settings.split, run.settings);
    const leaked = leakage(frame, split);
    const baseline = await featureBaseline(frame, features, split);
    columns.push({
      "test windows": String(split.test.length),
      "of these share samples with training windows": `${leaked}`,
      "accuracy": run.test.accuracy.toFixed(4),
      "F1, weighted": run.test.weighted.f1.toFixed(4),
      "F1, macro": run.test.macro.f1.toFixed(4),
      ...Object.fromEntries(
        run.test.classes.map((
          { recall },
          i,
        ) => [`recall, ${answersOf(run.test.classes.length)[i]}`, recall.toFixed(4)]),
      ),
      [`accuracy of logistic regression on ${features.shape[1]} features`]: baseline.accuracy.toFixed(4),
    });
  }
  features.dispose();
  const rows = Object.keys(columns[0]).map((what) => ({
    what,
    ...Object.fromEntries(runs.map((run, i) => [titles[run.settings.split], columns[i][what]])),
  }));
  return table(rows, { caption: "The same network and settings on both splits" });
}

/** Draws the confusion matrices of runs side by side. */
export function confusionMatrices(runs: RunRecord[]): Figure {
  return sideBySide(
    ...runs.map((run) =>
      confusionMatrixPlot(run.test.confusion, answersOf(run.test.confusion.length), {
        title: `Confusion matrix, ${titles[run.settings.split]}`,
        width: 540,
      })
    ),
  );
}
