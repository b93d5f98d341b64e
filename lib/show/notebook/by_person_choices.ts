import { seedSummary } from "../../results/metrics/seed_difference.ts";
import type { Figure } from "../plots/figure.ts";
import { keptRuns } from "../../results/runs/find_run.ts";
import type { RunsOptions } from "../../results/runs/list_runs.ts";
import { flagsOf } from "../../settings/setting_flags.ts";
import { articleSettings, checkSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { presets } from "../../settings/presets.ts";
import { table } from "../plots/html_table.ts";

const seeds = [1, 2, 3];

/** The recipe that the preset began with. */
const recipe = { ...presets["by-person"], epochs: 14, noise: 0.05 };

/** Settings by what they are called. */
type Choices = Record<string, Partial<ExperimentSettings>>;

const choices: Choices = {
  "the article's settings, as many epochs": {
    ...{ ...articleSettings, filters: "described", epochs: 14 },
    ...{ validationSubjects: 0, keep: "last" },
  },
  "the first recipe": recipe,
  "… with mixup": { ...recipe, mixup: 0.2 },
  "… with the official filters": { ...recipe, filters: "official" },
  "… without noise": { ...recipe, noise: 0 },
  "… without noise, 28 epochs: by-person": presets["by-person"],
};

const final: Choices = {
  "the article's settings, 50 epochs": articleSettings,
  "the first recipe, 14 epochs": recipe,
  "by-person, 28 epochs": presets["by-person"],
};

/**
 * Shows the runs by which the preset `by-person` was chosen: accuracy on people held back from the training people, a
 * column a seed, and the command that repeats them. A run that is not in the folder is a dash.
 */
export async function choiceTable(options: RunsOptions = {}): Promise<Figure> {
  const rows = await choiceRows(choices, "development", options);
  return table(rows, { caption: "Accuracy on people held back from the 21 training people" });
}

/** Shows the runs on the nine test people: of the preset `by-person`, and of the article's settings. */
export async function finalTable(options: RunsOptions = {}): Promise<Figure> {
  return table(await choiceRows(final, "subject", options), { caption: "Accuracy on the nine test people" });
}

/** Returns a row for each choice: accuracies of its seeds, their mean, and the flags that repeat its runs. */
function choiceRows(choices: Choices, split: "development" | "subject", options: RunsOptions) {
  return Promise.all(
    Object.entries(choices).map(async ([name, choice]) => {
      const trials = seeds.map((seed) => checkSettings({ ...choice, split, seed }));
      const values = (await keptRuns(trials, options)).map((run) => run?.test.accuracy);
      const known = values.filter((value) => value !== undefined);
      const summary = known.length > 0 ? seedSummary(known) : undefined;
      const text = (value?: number) => value?.toFixed(4) ?? "–";
      return {
        settings: name,
        ...Object.fromEntries(seeds.map((seed, i) => [`seed ${seed}`, text(values[i])])),
        mean: text(summary?.mean),
        "standard error": text(summary?.standardError),
        "deno task train --seed 1 (2, 3) …": flagsOf(trials[0]),
      };
    }),
  );
}
