/**
 * What a machine without a network must be able to do once it is set up: train, and write the page of runs. A program of
 * its own; its argument is the folder to write to.
 */
import { writeRunsPage } from "../../lib/show/report/runs_page.ts";
import { runExperiment } from "../../lib/results/runs/run_experiment.ts";
import { articleSettings, checkSettings } from "../../lib/settings/experiment_settings.ts";

const [folder] = Deno.args;
const runs = `${folder}/runs`;
const settings = { ...articleSettings, data: "synthetic", epochs: 1, trainingWindows: 64, batch: 32 };
await runExperiment(checkSettings(settings), { runs });
await writeRunsPage({ folder: runs });
