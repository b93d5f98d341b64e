import { seedSummary } from "../metrics/seed_summary.ts";
import type { Figure } from "../plots/figure.ts";
import type { ParallelRow } from "../plots/parallel_coordinates_plot.ts";
import type { SeedPoint } from "../plots/seeds_plot.ts";
import type { RunRecord } from "../runs/run_record.ts";
import type { SettingName } from "../settings/experiment_settings.ts";
import { table } from "./html_table.ts";

/**
 * Returns the test accuracy of each run over one of its settings, for `seedsPlot`; `series` names the setting of its
 * line.
 */
export function seedPoints(
  runs: RunRecord[],
  setting: SettingName,
  options: { series?: SettingName } = {},
): SeedPoint[] {
  return runs.map((run) => {
    const { settings, test } = run;
    return {
      x: settings[setting] as number | string,
      y: test.accuracy,
      series: options.series && String(settings[options.series]),
    };
  });
}

/** Returns some settings and the test accuracy of each run, for `parallelCoordinatesPlot`. */
export function parallelRows(runs: RunRecord[], names: string[]): ParallelRow[] {
  return runs.map(({ settings, test }) => ({
    ...Object.fromEntries(names.map((name) => [name, settings[name as SettingName] as number | string])),
    accuracy: test.accuracy,
  }));
}

/**
 * Shows for each cardinality and rule of group width: parameters, mean test accuracy of the seeds, and the mean
 * difference to a cardinality of 4 with the same seed, with its standard error. Throws if no run has a cardinality of
 * 4.
 */
export function cardinalityTable(runs: RunRecord[]): Figure {
  const articles = new Map(
    runs.filter(({ settings }) => settings.cardinality === 4).map((run) => [run.settings.seed, run]),
  );
  if (articles.size === 0) throw new Error("There is no run with a cardinality of 4 to compare with.");
  const groups = Map.groupBy(runs, ({ settings: { groupWidth, cardinality } }) => `${groupWidth} ${cardinality}`);
  const rows = [...groups.values()].map((group) => {
    const { groupWidth, cardinality } = group[0].settings;
    const differences = group.flatMap((run) => {
      const article = articles.get(run.settings.seed);
      return article ? [run.test.accuracy - article.test.accuracy] : [];
    });
    return {
      "group width": String(groupWidth),
      cardinality: String(cardinality),
      parameters: group[0].parameters.toLocaleString("en"),
      seeds: String(group.length),
      accuracy: seedSummary(group.map(({ test }) => test.accuracy)).mean.toFixed(4),
      "difference to 4": cardinality === 4 ? "–" : points(seedSummary(differences).mean),
      "standard error": cardinality === 4 ? "–" : points(seedSummary(differences).standardError, ""),
    };
  });
  return table(rows, {
    caption: "Cardinality: mean over the seeds, and the difference seed by seed, in percentage points",
  });
}

/** Returns a difference of accuracies in percentage points. */
function points(difference: number | undefined, plus = "+"): string {
  if (difference === undefined) return "–";
  const text = Math.abs(100 * difference).toFixed(2);
  return `${difference < 0 ? "−" : plus}${text}`;
}
