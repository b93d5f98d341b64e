import { keptRecords, listRuns, type ListRunsOptions, runRow } from "../../results/runs/list_runs.ts";
import { writeRunsPage } from "../../show/report/runs_page.ts";
import { unfinishedRuns } from "../../results/runs/begin_run.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { flagsOf } from "../../settings/setting_flags.ts";
import { type SettingName, settingNames } from "../../settings/experiment_settings.ts";
import { settingText } from "../../settings/varied_settings.ts";
import { textTable } from "../../system/text_table.ts";

/** Settings of {@link runsCommand}. */
export interface RunsCommandOptions extends ListRunsOptions {
  /** Column or setting by which runs are sorted. Default: when they began. */
  sort?: string;
  /** Texts of the form `setting=value`; runs that have other values are left out. Default: none. */
  where?: string[];
  /** Whether they are printed as JSON. Default: false. */
  json?: boolean;
  /** Whether the page of runs is written instead. Default: false. */
  page?: boolean;
}

/** Characters of a line. */
const lineWidth = 120;

const columns: Record<string, (run: RunRecord) => number | string> = {
  when: ({ startedAt }) => startedAt,
  accuracy: ({ test }) => -test.accuracy,
  F1: ({ test }) => -test.weighted.f1,
  epochs: ({ history }) => history.length,
  seconds: ({ trainingSeconds }) => trainingSeconds,
};

/**
 * Prints the runs that were made here, with `kept` also those that came with the project, a line a run or as JSON: all or
 * those with some settings, the oldest first or sorted by a column.
 * Throws one sentence if there is no such column or setting.
 */
export async function runsCommand(options: RunsCommandOptions = {}): Promise<void> {
  const { sort = "when", where = [], json = false, page = false } = options;
  if (page) return console.log(`Page: ${await writeRunsPage(options)}`);
  const [wanted, sortedBy] = [where.map(condition), sorting(sort)];
  const runs = (await listRuns(options)).filter((run) => wanted.every((holds) => holds(run))).sort(sortedBy);
  const unfinished = await unfinishedRuns(options);
  if (unfinished.length > 0) {
    console.error(`Not ended: ${unfinished.join(", ")}. To continue one: deno task train --resume ID`);
  }
  if (json) console.log(JSON.stringify(runs.map(summary), null, 2));
  else if (runs.length > 0) {
    console.log(textTable(runs.map((run) => runRow(run, options)), { lineWidth, wrap: "settings" }));
  } else if (where.length > 0) console.log(`No run has ${where.join(" and ")}.`);
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

function condition(text: string): (run: RunRecord) => boolean {
  const [, name, value] = text.match(/^([^=]+)=(.*)$/) ?? [];
  if (name === undefined) {
    throw new Error(`--where takes setting=value, such as --where split=subject, and not "${text}".`);
  }
  if (name === "data") return ({ data }) => data.kind === value;
  const setting = settingNamed(name, `There is no setting "${name}": there are ${settingNames.join(", ")}.`);
  return ({ settings }) => settingText(setting, settings[setting]) === value;
}

function sorting(name: string): (a: RunRecord, b: RunRecord) => number {
  const valueOf = columns[name] ?? settingColumn(name);
  return (a, b) => {
    const [first, second] = [valueOf(a) ?? Infinity, valueOf(b) ?? Infinity];
    return typeof first === "number" && typeof second === "number"
      ? first - second || 0
      : String(first).localeCompare(String(second));
  };
}

function settingColumn(name: string) {
  const known = [...Object.keys(columns), ...settingNames].join(", ");
  const setting = settingNamed(name, `Runs cannot be sorted by "${name}", only by ${known}.`);
  return ({ settings }: RunRecord) => settings[setting];
}

function settingNamed(name: string, otherwise: string): SettingName {
  const found = settingNames.find((setting) => setting === name);
  if (found === undefined) throw new Error(otherwise);
  return found;
}
