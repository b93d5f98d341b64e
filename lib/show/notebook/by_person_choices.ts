import { seedSummary } from "../../results/metrics/seed_difference.ts";
import type { Figure } from "../plots/figure.ts";
import { keptRuns } from "../../results/runs/find_run.ts";
import type { RunsOptions } from "../../results/runs/list_runs.ts";
import { flagsOf } from "../../settings/setting_flags.ts";
import { articleSettings, type CheckedSettings, checkSettings } from "../../settings/experiment_settings.ts";
import { presets } from "../../settings/presets.ts";
import { table } from "../plots/html_table.ts";

const seeds = [1, 2, 3];

/** Settings that were compared, and what they are called. */
interface Choice {
  name: string;
  settings: CheckedSettings;
}

/** The recipe that the preset began with. */
const recipe = { ...presets["by-person"], epochs: 14, noise: 0.05 };
const development = { split: "development" as const };

const choices: Choice[] = [
  {
    name: "the article's settings, as many epochs",
    settings: checkSettings({
      ...articleSettings,
      ...development,
      filters: "described",
      epochs: 14,
      validationSubjects: 0,
      keep: "last",
    }),
  },
  { name: "the first recipe", settings: checkSettings({ ...recipe, ...development }) },
  { name: "… with mixup", settings: checkSettings({ ...recipe, ...development, mixup: 0.2 }) },
  {
    name: "… with the official filters",
    settings: checkSettings({ ...recipe, ...development, filters: "official" }),
  },
  {
    name: "… without noise",
    settings: checkSettings({ ...recipe, ...development, noise: 0 }),
  },
  {
    name: "… without noise, 28 epochs: by-person",
    settings: checkSettings({ ...presets["by-person"], ...development }),
  },
];

/**
 * Shows the runs by which the preset `by-person` was chosen: accuracy on people held back from the training people, a
 * column a seed, and the command that repeats them. A run that is not in the folder is a dash.
 */
export async function choiceTable(options: RunsOptions = {}): Promise<Figure> {
  const rows = await choiceRows(choices, options);
  return table(rows, { caption: "Accuracy on people held back from the 21 training people" });
}

/** Shows the runs on the nine test people: of the preset `by-person`, and of the article's settings. */
export async function finalTable(options: RunsOptions = {}): Promise<Figure> {
  const final: Choice[] = [
    {
      name: "the article's settings, 50 epochs",
      settings: checkSettings({ ...articleSettings, split: "subject" }),
    },
    { name: "the first recipe, 14 epochs", settings: checkSettings({ ...recipe, split: "subject" }) },
    { name: "by-person, 28 epochs", settings: presets["by-person"] },
  ];
  const rows = await choiceRows(final, options);
  return table(rows, { caption: "Accuracy on the nine test people" });
}

/** Returns a row for each choice: accuracies, and the flags that repeat its runs. */
function choiceRows(choices: Choice[], options: RunsOptions): Promise<Record<string, string>[]> {
  return Promise.all(choices.map(async ({ name, settings }) => ({
    settings: name,
    ...await accuracies(settings, options),
    "deno task train --seed 1 (2, 3) …": flagsOf(settings),
  })));
}

/** Returns the accuracy of each seed's run, and their mean. */
async function accuracies(
  settings: CheckedSettings,
  options: RunsOptions,
): Promise<Record<string, string>> {
  const kept = await keptRuns(seeds.map((seed) => checkSettings({ ...settings, seed })), options);
  const values = kept.map((run) => run?.test.accuracy);
  const known = values.filter((value) => value !== undefined);
  const summary = known.length > 0 ? seedSummary(known) : undefined;
  const text = (value?: number) => value?.toFixed(4) ?? "–";
  return {
    ...Object.fromEntries(seeds.map((seed, i) => [`seed ${seed}`, text(values[i])])),
    mean: text(summary?.mean),
    "standard error": text(summary?.standardError),
  };
}
