import { points } from "../../results/claims/claim.ts";
import { seedDifference } from "../../results/metrics/seed_difference.ts";
import { seedSummary } from "../../results/metrics/seed_summary.ts";
import type { Figure } from "../plots/figure.ts";
import type { ParallelRow } from "../plots/parallel_coordinates_plot.ts";
import type { SeedPoint } from "../plots/seeds_plot.ts";
import { bySeed } from "../../results/claims/study_runs.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import type { SettingName } from "../../settings/experiment_settings.ts";
import { table } from "../plots/html_table.ts";

/**
 * Returns the test accuracy of each run over one of its settings, for `seedsPlot`; `series` names the setting of its
 * line.
 *
 * @param runs The runs of a study, as `studyRuns` returns them.
 * @param setting The setting of the x-axis.
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

/** Settings of {@link studyTable}. */
export interface StudyTableOptions {
  /** The settings that were varied, apart from the seed. */
  vary: SettingName[];
  /** Tells the runs that the others are compared with. */
  reference: (run: RunRecord) => boolean;
  /** What the reference is called. */
  name: string;
}

/**
 * Shows for each combination of some settings: parameters, mean test accuracy of the seeds, and the mean difference to
 * the reference with the same seeds, with its interval, in percentage points. Throws one sentence if no run is the
 * reference.
 *
 * @param runs The runs of a study, as `studyRuns` returns them.
 */
export function studyTable(runs: RunRecord[], { vary, reference, name }: StudyTableOptions): Figure {
  const compared = bySeed(runs.filter(reference));
  if (compared.size === 0) throw new Error(`No run is the reference, ${name}, to compare with.`);
  const groups = Map.groupBy(runs, ({ settings }) => JSON.stringify(vary.map((setting) => settings[setting])));
  const rows = [...groups.values()].map((group) => {
    const [{ settings, parameters }] = group;
    const difference = seedDifference(bySeed(group), compared);
    const itself = group.some(reference);
    return {
      ...Object.fromEntries(vary.map((setting) => [settingLabel(setting), String(settings[setting])])),
      parameters: parameters.toLocaleString("en"),
      seeds: String(group.length),
      accuracy: seedSummary(group.map(({ test }) => test.accuracy)).mean.toFixed(4),
      [`difference to ${name}`]: itself ? "–" : points(difference.mean),
      "95% interval": itself || !difference.interval ? "–" : difference.interval.map(points).join(" to "),
      "in words": itself ? "–" : difference.verdict,
    };
  });
  return table(rows, { caption: `Mean over the seeds, and the difference to ${name} seed by seed, percentage points` });
}

/** Returns a setting's name as words, `group width` for `groupWidth`. */
function settingLabel(setting: SettingName): string {
  return setting.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
