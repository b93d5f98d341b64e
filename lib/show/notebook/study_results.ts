import { points, verdictInWords } from "../../results/claims/claim.ts";
import { meanOfAll, seedDifference } from "../../results/metrics/seed_difference.ts";
import { pairedDeviation, seedsNeeded } from "../../results/metrics/seeds_needed.ts";
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

/**
 * Shows for each combination of some settings: parameters, mean test accuracy of the seeds, and the mean difference to
 * the mean of all with the same seeds, with its interval, in percentage points. The intervals hold all at once with a
 * confidence of 95%. No network is the reference: if its seeds were unlucky, all others would look good.
 *
 * @param runs The runs of a study, as `studyRuns` returns them.
 * @param vary The settings that were varied, apart from the seed.
 */
export function studyTable(runs: RunRecord[], vary: SettingName[]): Figure {
  const networks = networksOf(runs, vary);
  const mean = meanOfAll(networks.map((own) => bySeed(own)));
  const rows = networks.map((own) => {
    const [{ settings, parameters }] = own;
    const difference = seedDifference(bySeed(own), mean, { comparisons: networks.length });
    return {
      ...Object.fromEntries(vary.map((setting) => [settingLabel(setting), String(settings[setting])])),
      parameters: parameters.toLocaleString("en"),
      seeds: String(own.length),
      accuracy: seedSummary(own.map(({ test }) => test.accuracy)).mean.toFixed(4),
      "difference to the mean of all": points(difference.mean),
      "95% interval": difference.interval ? difference.interval.map(points).join(" to ") : "–",
      "in words": verdictInWords(difference),
    };
  });
  return table(rows, {
    caption: "Mean over the seeds, and the difference to the mean of all seed by seed, percentage points",
  });
}

/**
 * Shows for each study what one point of accuracy takes: how much two of its networks differ from seed to seed, how many
 * seeds it then takes to see a difference of one point four times of five, and how many were trained.
 *
 * @param studies The runs of each study by its name, as `studyRuns` returns them, and the settings that were varied.
 */
export function seedsTable(studies: { name: string; runs: RunRecord[]; vary: SettingName[] }[]): Figure {
  return table(
    studies.map(({ name, runs, vary }) => {
      const networks = networksOf(runs, vary).map((own) => bySeed(own));
      const deviation = pairedDeviation(networks);
      return {
        study: name,
        networks: String(networks.length),
        "deviation of a difference, points": (100 * deviation).toFixed(2),
        "seeds that see one point": String(seedsNeeded(deviation)),
        "seeds trained": [...new Set(networks.map(({ size }) => size))].join(", "),
      };
    }),
    { caption: "How many seeds it takes to see one point with a power of 80%" },
  );
}

/** What the seeds say of a network. */
export interface NetworkInterval {
  /** One of its runs. */
  run: RunRecord;
  /** Mean test accuracy of the seeds. */
  accuracy: number;
  /**
   * Where it lies beside the other networks of its study: the mean of all, and from there the network's difference, in
   * which people and orders of windows cancel. All hold at once with a confidence of 95%. Undefined for one seed.
   */
  interval?: [low: number, high: number];
}

/**
 * Returns for each network of a study its accuracy and interval, for `intervalsPlot`.
 *
 * @param runs The runs of a study, as `studyRuns` returns them.
 * @param vary The settings that were varied, apart from the seed.
 */
export function networkIntervals(runs: RunRecord[], vary: SettingName[]): NetworkInterval[] {
  const groups = networksOf(runs, vary);
  const all = meanOfAll(groups.map((own) => bySeed(own)));
  const { mean } = seedSummary([...all.values()]);
  return groups.map((own) => {
    const difference = seedDifference(bySeed(own), all, { comparisons: groups.length });
    const interval = difference.interval?.map((end) => mean + end) as NetworkInterval["interval"];
    return { run: own[0], accuracy: mean + difference.mean, interval };
  });
}

/** Returns the runs of each combination of some settings. */
function networksOf(runs: RunRecord[], vary: SettingName[]): RunRecord[][] {
  return [...Map.groupBy(runs, ({ settings }) => JSON.stringify(vary.map((setting) => settings[setting]))).values()];
}

/** Returns a setting's name as words, `group width` for `groupWidth`. */
function settingLabel(setting: SettingName): string {
  return setting.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
