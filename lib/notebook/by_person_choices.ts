import { seedSummary } from "../metrics/seed_summary.ts";
import type { Figure } from "../plots/figure.ts";
import { keptRuns } from "../runs/kept_runs.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import { articleSettings, type ExperimentSettings, presets } from "../runs/settings.ts";
import { table } from "./html_table.ts";

const seeds = [1, 2, 3];

/** Settings that were compared, what they are called, and the flags of `deno task train` that give them. */
interface Choice {
  name: string;
  settings: Omit<ExperimentSettings, "seed">;
  flags: string;
}

/** The recipe that the preset began with. */
const recipe = { ...presets["by-person"], epochs: 14, noise: 0.05 };
const development = { split: "development" as const };
const recipeFlags = "--preset by-person --epochs 14 --noise 0.05";

const choices: Choice[] = [
  {
    name: "the article's settings, as many epochs",
    settings: {
      ...articleSettings,
      ...development,
      filters: "described",
      epochs: 14,
      validationSubjects: 0,
      keep: "last",
    },
    flags: "--preset article --filters described --epochs 14 --validation-subjects 0 --keep last",
  },
  { name: "the first recipe", settings: { ...recipe, ...development }, flags: recipeFlags },
  { name: "… with mixup", settings: { ...recipe, ...development, mixup: 0.2 }, flags: `${recipeFlags} --mixup 0.2` },
  {
    name: "… with the official filters",
    settings: { ...recipe, ...development, filters: "official" },
    flags: `${recipeFlags} --filters official`,
  },
  {
    name: "… without noise",
    settings: { ...recipe, ...development, noise: 0 },
    flags: "--preset by-person --epochs 14",
  },
  {
    name: "… without noise, 28 epochs: by-person",
    settings: { ...presets["by-person"], ...development },
    flags: "--preset by-person",
  },
];

/**
 * Shows the runs by which the preset `by-person` was chosen: accuracy on people held back from the training people, a
 * column a seed, and the command that repeats them. A run that is not in the folder is a dash.
 */
export async function choiceTable(options: RunsOptions = {}): Promise<Figure> {
  const rows = await Promise.all(choices.map(async ({ name, settings, flags }) => ({
    settings: name,
    ...await accuracies(settings, options),
    "deno task train --split development --seed 1 (2, 3) …": flags,
  })));
  return table(rows, { caption: "Accuracy on people held back from the 21 training people" });
}

/** Shows the runs on the nine test people: of the preset `by-person`, and of the article's settings. */
export async function finalTable(options: RunsOptions = {}): Promise<Figure> {
  const final: Choice[] = [
    {
      name: "the article's settings, 50 epochs",
      settings: { ...articleSettings, split: "subject", filters: "described" },
      flags: "--preset article --split subject --filters described",
    },
    { name: "the first recipe, 14 epochs", settings: { ...recipe, split: "subject" }, flags: recipeFlags },
    { name: "by-person, 28 epochs", settings: presets["by-person"], flags: "--preset by-person" },
  ];
  const rows = await Promise.all(final.map(async ({ name, settings, flags }) => ({
    settings: name,
    ...await accuracies(settings, options),
    "deno task train --seed 1 (2, 3) …": flags,
  })));
  return table(rows, { caption: "Accuracy on the nine test people" });
}

/** Returns the accuracy of each seed's run, and their mean. */
async function accuracies(
  settings: Omit<ExperimentSettings, "seed">,
  options: RunsOptions,
): Promise<Record<string, string>> {
  const kept = await keptRuns(seeds.map((seed) => ({ ...settings, seed })), options);
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
