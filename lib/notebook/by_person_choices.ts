import { seedSummary } from "../metrics/seed_summary.ts";
import type { Figure } from "../plots/figure.ts";
import { keptRuns } from "../runs/kept_runs.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import { articleSettings, type ExperimentSettings, presets } from "../runs/settings.ts";
import { table } from "./table.ts";

const seeds = [1, 2, 3];

/** Settings that were compared, what they are called, and the flags of `deno task train` that give them. */
interface Choice {
  name: string;
  settings: Omit<ExperimentSettings, "seed">;
  flags: string;
}

const byPerson = { ...presets["by-person"], split: "development" as const };

const choices: Choice[] = [
  {
    name: "the article's settings, as many epochs",
    settings: { ...articleSettings, epochs: 14, split: "development", validationSubjects: 0, keep: "last" },
    flags: "--preset article --epochs 14 --validation-subjects 0 --keep last",
  },
  { name: "by-person", settings: byPerson, flags: "--preset by-person" },
  { name: "by-person with mixup", settings: { ...byPerson, mixup: 0.2 }, flags: "--preset by-person --mixup 0.2" },
];

/**
 * Shows the runs by which the preset `by-person` was chosen: accuracy on people held back from the training people, a column a
 * seed, and the command that repeats them. A run that is not in the folder is a dash.
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
      settings: { ...articleSettings, split: "subject" },
      flags: "--preset article --split subject",
    },
    { name: "by-person, 14 epochs", settings: presets["by-person"], flags: "--preset by-person" },
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
