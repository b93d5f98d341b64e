import { points, verdictInWords } from "../../results/claims/claim.ts";
import { differencesToOthers, seedSummary } from "../../results/metrics/seed_difference.ts";
import { lateAccuracy } from "../../results/metrics/late_accuracy.ts";
import type { Figure } from "../plots/figure.ts";
import type { SeedPoint } from "../plots/seeds_plot.ts";
import { byPerson, bySeed } from "../../results/claims/study_runs.ts";
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
  return runs.map((run) => ({
    x: run.settings[setting] as number | string,
    y: lateAccuracy(run),
    series: options.series && String(run.settings[options.series]),
  }));
}

/**
 * Shows for each combination of some settings: parameters, mean accuracy, and the mean difference to the mean of the
 * others, with its interval, in percentage points. Where the runs keep their test people, they are compared person by
 * person, else seed by seed. Throws one sentence if there are fewer than two networks.
 *
 * @param runs The runs of a study, as `studyRuns` returns them.
 * @param vary The settings that were varied, apart from the seed.
 */
export function studyTable(runs: RunRecord[], vary: SettingName[]): Figure {
  const random = runs.some(({ settings }) => settings.split === "random");
  const unit = runs.every(({ people }) => people) ? "person" : "seed";
  const networks = comparedNetworks(runs, vary, unit);
  const others = networks.length === 2 ? "the other" : "the mean of the others";
  const rows = networks.map(({ own, accuracy, difference }) => {
    const [{ settings, parameters }] = own;
    return {
      ...Object.fromEntries(vary.map((setting) => [settingLabel(setting), String(settings[setting])])),
      parameters: parameters.toLocaleString("en"),
      seeds: String(own.length),
      accuracy: accuracy.toFixed(4),
      "difference": points(difference.mean),
      "interval": difference.interval && !random ? difference.interval.map(points).join(" to ") : "–",
      "in words": random ? "windows of a random split share samples: no interval" : verdictInWords(difference),
    };
  });
  return table(rows, {
    caption: `Mean over the ${
      unit === "person" ? "people" : "seeds"
    }; difference to ${others} ${unit} by ${unit}, percentage points; all intervals hold together with a confidence of 95%`,
  });
}

/** Returns for each network of a study its runs, its mean accuracy, and its difference to the others. */
function comparedNetworks(runs: RunRecord[], vary: SettingName[], unit: "person" | "seed") {
  const keyOf = ({ settings }: RunRecord) => JSON.stringify(vary.map((setting) => settings[setting]));
  const networks = [...Map.groupBy(runs, keyOf).values()];
  const accuracies = networks.map((own) => unit === "person" ? byPerson(own) : bySeed(own));
  const differences = differencesToOthers(accuracies);
  return networks.map((own, index) => ({
    own,
    accuracy: seedSummary([...accuracies[index].values()]).mean,
    difference: differences[index],
  }));
}

/** Returns a setting's name as words, `group width` for `groupWidth`. */
function settingLabel(setting: SettingName): string {
  return setting.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
