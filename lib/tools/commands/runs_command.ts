import { keptRecords, listRuns, type ListRunsOptions } from "../../results/runs/list_runs.ts";
import { unfinishedRuns } from "../../results/runs/begin_run.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { filterNames, runFilter, runResults, sortRuns } from "../../show/pages/page_run.ts";
import { runNames, runValues } from "../../show/pages/runs_data.ts";
import { writeRunsPage } from "../../show/report/runs_page.ts";
import type { ExperimentSettings } from "../../settings/experiment_settings.ts";
import { nearestPreset, settingsText } from "../../settings/presets.ts";
import { flagsOf } from "../../settings/setting_flags.ts";
import { textTable } from "../../system/text_table.ts";

/** Which runs are printed, in which order, and how. */
export interface RunsCommandOptions extends ListRunsOptions {
  /** Name of the setting or result by which runs are sorted. Default: when they began. */
  sort?: string;
  /** Filters as on the page of runs, such as `split=subject accuracy>0.95`; all must hold. Default: none. */
  where?: string[];
  /** Whether they are printed as JSON. Default: false. */
  json?: boolean;
  /** Whether the page of runs is written instead. Default: false. */
  page?: boolean;
}

/** Characters of a line. */
const lineWidth = 120;

/**
 * Prints the runs that were made here, with `kept` also those that came with the project, a line a run or as JSON: all or
 * those that pass the filters, the oldest first or sorted by a value, the best result first. Throws one sentence if there
 * is no such setting or result.
 */
export async function runsCommand(options: RunsCommandOptions = {}): Promise<void> {
  const { sort = "when", where = [], json = false, page = false } = options;
  if (page) return console.log(`Page: ${await writeRunsPage(options)}`);
  const filter = where.join(" ");
  const unknown = [sort, ...filterNames(filter)].find((name) => !runNames.includes(name));
  if (unknown !== undefined) throw new Error(`Runs have no "${unknown}", but ${runNames.join(", ")}.`);
  const records = await listRuns(options);
  const byId = new Map(records.map((record) => [record.id, record]));
  const all = records.map((record) => ({ id: record.id, values: runValues(record) }));
  const highestFirst = runResults.some(({ name, better }) => name === sort && better === "more");
  const runs = sortRuns(all.filter(runFilter(filter)), sort, highestFirst).map(({ id }) => byId.get(id)!);
  const unfinished = await unfinishedRuns(options);
  if (unfinished.length > 0) {
    console.error(`Not ended: ${unfinished.join(", ")}. To continue one: deno task train --resume ID`);
  }
  if (json) console.log(JSON.stringify(runs.map(summary), null, 2));
  else if (runs.length > 0) {
    console.log(textTable(runs.map((run) => runRow(run, options)), { lineWidth, wrap: "settings" }));
  } else if (filter !== "") console.log(`No run passes "${filter}".`);
  else console.log(`There are no runs yet: \`deno task train\` or notebook 04 makes them.${await keptNote(options)}`);
}

/** Returns a sentence that says how many runs came with the project. */
async function keptNote(options: ListRunsOptions): Promise<string> {
  const { length } = await keptRecords(options);
  return length === 0 ? "" : ` The project keeps ${length} of its studies: \`deno task runs --kept\` lists them.`;
}

function summary({ id, kept, startedAt, data, device, settings, stopped, history, test, ...run }: RunRecord) {
  return {
    id,
    kept,
    startedAt,
    data: data.kind,
    device: device.name,
    settings,
    flags: flagsOf(settings),
    stopped,
    epochs: history.length,
    accuracy: test.accuracy,
    f1: test.weighted.f1,
    macroF1: test.macro.f1,
    validationAccuracy: run.validationAccuracy,
    parameters: run.parameters,
    seconds: run.trainingSeconds,
  };
}

/**
 * Returns a run in short, as a row of a table. With `kept` the study with which it came, if any, stands in the place of
 * its beginning and split, which its identifier tells.
 */
function runRow(run: RunRecord, { kept = false }: ListRunsOptions): Record<string, string> {
  const { id, settings, startedAt, history, stopped, earlyStopped, test, trainingSeconds } = run;
  const epochs = stopped || earlyStopped ? `${history.length} of ${settings.epochs}` : String(settings.epochs);
  return {
    id,
    ...kept ? { kept: run.kept ?? "" } : { when: startedAt.slice(5, 16).replace("T", " "), split: settings.split },
    settings: settingsColumn(settings),
    epochs,
    accuracy: test.accuracy.toFixed(4),
    F1: test.weighted.f1.toFixed(4),
    seconds: trainingSeconds.toFixed(0),
  };
}

/** Returns what a run's settings are other than the article's: a preset, and the settings that differ from it. */
function settingsColumn(settings: ExperimentSettings): string {
  const { preset, differing } = nearestPreset(settings);
  const others = differing.filter((name) => !["data", "split", "epochs", "seed"].includes(name));
  return [...(preset === "article" ? [] : [preset]), settingsText(settings, others)].filter(Boolean).join(", ");
}
