import { points, verdictInWords } from "../../results/claims/claim.ts";
import { differencesToOthers, seedSummary } from "../../results/metrics/seed_difference.ts";
import { lateAccuracy } from "../../results/metrics/late_accuracy.ts";
import { pairedDeviation, seedsNeeded } from "../../results/metrics/seeds_needed.ts";
import type { Figure } from "../plots/figure.ts";
import type { ParallelRow } from "../plots/parallel_coordinates_plot.ts";
import type { SeedPoint } from "../plots/seeds_plot.ts";
import { bySeed } from "../../results/claims/study_runs.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import type { SettingName } from "../../settings/experiment_settings.ts";
import { table } from "../plots/html_table.ts";

/**
 * Returns the accuracy of each run, `lateAccuracy`, over one of its settings, for `seedsPlot`; `series` names the setting of its
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
    const { settings } = run;
    return {
      x: settings[setting] as number | string,
      y: lateAccuracy(run),
      series: options.series && String(settings[options.series]),
    };
  });
}

/** Returns some settings and the accuracy of each run, `lateAccuracy`, for `parallelCoordinatesPlot`. */
export function parallelRows(runs: RunRecord[], names: string[]): ParallelRow[] {
  return runs.map((run) => ({
    ...Object.fromEntries(names.map((name) => [name, run.settings[name as SettingName] as number | string])),
    accuracy: lateAccuracy(run),
  }));
}

/**
 * Shows for each combination of some settings: parameters, mean accuracy of the seeds, and the mean difference to
 * the mean of the others with the same seeds, with its interval, in percentage points. Throws one sentence if there are
 * fewer than two networks.
 *
 * @param runs The runs of a study, as `studyRuns` returns them.
 * @param vary The settings that were varied, apart from the seed.
 */
export function studyTable(runs: RunRecord[], vary: SettingName[]): Figure {
  const networks = comparedNetworks(runs, vary);
  const others = networks.length === 2 ? "the other" : "the mean of the others";
  const rows = networks.map(({ own, accuracy, difference }) => {
    const [{ settings, parameters }] = own;
    return {
      ...Object.fromEntries(vary.map((setting) => [settingLabel(setting), String(settings[setting])])),
      parameters: parameters.toLocaleString("en"),
      seeds: String(own.length),
      accuracy: accuracy.toFixed(4),
      "difference": points(difference.mean),
      "interval": difference.interval ? difference.interval.map(points).join(" to ") : "–",
      "in words": verdictInWords(difference),
    };
  });
  return table(rows, {
    caption:
      `Mean over the seeds; difference to ${others} seed by seed, percentage points; all intervals hold together with a confidence of 95%`,
  });
}

/** A study of {@link seedsTable}. */
export interface SeedsTableStudy {
  /** What the table calls it. */
  name: string;
  /** Its runs. */
  runs: RunRecord[];
  /** The settings that were varied, apart from the seed. */
  vary: SettingName[];
  /** The number of a run that is compared. Default: `lateAccuracy`. */
  value?: (run: RunRecord) => number;
}

/**
 * Shows for each study what one point of accuracy takes: how much two of its networks differ from seed to seed, how many
 * seeds it then takes to see a difference of one point four times of five, and how many were trained.
 *
 * @param studies The runs of each study, as `studyRuns` returns them, and the settings that were varied.
 */
export function seedsTable(studies: SeedsTableStudy[]): Figure {
  return table(
    studies.map(({ name, runs, vary, value }) => {
      const networks = networksOf(runs, vary).map((runs) => bySeed(runs, value));
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
  /** Mean accuracy of the seeds. */
  accuracy: number;
  /**
   * Around it the interval of the network's difference to the others of its study, in which people and orders of windows
   * cancel. All hold together with a confidence of 95%. Undefined for one seed.
   */
  interval?: [low: number, high: number];
}

/**
 * Returns for each network of a study its accuracy and interval, for `intervalsPlot`. Throws one sentence if there are
 * fewer than two networks.
 *
 * @param runs The runs of a study, as `studyRuns` returns them.
 * @param vary The settings that were varied, apart from the seed.
 */
export function networkIntervals(runs: RunRecord[], vary: SettingName[]): NetworkInterval[] {
  return comparedNetworks(runs, vary).map(({ own: [run], accuracy, difference: { mean, interval } }) => ({
    run,
    accuracy,
    interval: interval && [accuracy + interval[0] - mean, accuracy + interval[1] - mean],
  }));
}

/** Returns for each network of a study its runs, the mean accuracy of its seeds, and its difference to the others. */
function comparedNetworks(runs: RunRecord[], vary: SettingName[]) {
  const networks = networksOf(runs, vary);
  const differences = differencesToOthers(networks.map((runs) => bySeed(runs)));
  return networks.map((own, index) => ({
    own,
    accuracy: seedSummary(own.map(lateAccuracy)).mean,
    difference: differences[index],
  }));
}

/** Returns the runs of each combination of some settings. */
function networksOf(runs: RunRecord[], vary: SettingName[]): RunRecord[][] {
  return [...Map.groupBy(runs, ({ settings }) => JSON.stringify(vary.map((setting) => settings[setting]))).values()];
}

/** Returns a setting's name as words, `group width` for `groupWidth`. */
function settingLabel(setting: SettingName): string {
  return setting.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
