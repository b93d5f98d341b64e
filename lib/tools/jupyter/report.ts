import { checkSetting, isSetting } from "../../settings/experiment_settings.ts";
import { root } from "../../system/paths.ts";
import { settingsVariable } from "./parameters.ts";
import { device } from "../../tensorflow/backend/backend.ts";
import { deviceLine } from "../../tensorflow/backend/device.ts";
import { writeIndex } from "../../show/report/index_page.ts";
import { renewRunsPage } from "../../show/report/runs_page.ts";
import { runsOf } from "../../settings/environment.ts";
import { keptFolder } from "../../results/runs/kept_records.ts";
import { exists, writeWhole } from "../../system/files.ts";
import { isCode, type Notebook, sourceOf } from "./notebook_modules.ts";
import { numbersWithoutOutput } from "./text_numbers.ts";
import { runPython } from "../../system/run_command.ts";

export interface ReportOptions {
  /** The number or name of one notebook. Default: all. */
  notebook?: string;
  /**
   * Name of the report, so that reports of one notebook with other settings stay side by side. Default: the notebook's.
   */
  as?: string;
  /** Folder of the notebooks. Default: notebooks. */
  from?: string;
  /** Folder of the reports. Default: reports. */
  to?: string;
  /** Settings for the notebooks' `parameters`; each goes to the notebooks that have it. */
  settings?: Record<string, unknown>;
  /** Called with one line at a time: the cell that runs, and how far a training is. */
  say?: (text: string, passing?: boolean) => void;
}

/**
 * Executes notebooks in the Deno kernel and writes each as reports/<name>.html, one file that needs no network, and
 * reports/index.html, which links them all. Returns the paths. Throws one sentence with the cell's number and error if
 * a cell fails; the partial report is written and says so. A signal to end (SIGTERM) ends the kernel too.
 */
export async function report(options: ReportOptions = {}): Promise<string[]> {
  const { settings = {}, say = () => {}, from = `${root}/notebooks`, to = `${root}/reports` } = options;
  for (const [name, value] of Object.entries(settings)) if (isSetting(name)) checkSetting(name, value);
  const names = await chooseNotebooks(from, options.notebook);
  if (options.as !== undefined && names.length > 1) {
    throw new Error(`One name, "${options.as}", cannot be given to ${names.length} reports: choose a notebook.`);
  }
  if (options.as !== undefined && !/^[\w.-]+$/.test(options.as)) {
    throw new Error(`"${options.as}" cannot name a report: use letters, digits, "-", "_" and ".".`);
  }
  const settingsOf = await shareSettings(from, names, settings);
  const on = await device();
  say(deviceLine(on));
  const written: string[] = [];
  let problem: string | undefined;
  for (const name of names) {
    const target = `${to}/${options.as ?? name}.html`;
    say(`notebook ${name}`);
    let failure = "";
    const executed = await Deno.makeTempFile({ suffix: ".html" });
    const script = `${root}/lib/tools/jupyter/execute_notebook.py`;
    const ended = new AbortController();
    const end = () => ended.abort();
    Deno.addSignalListener("SIGTERM", end);
    const top = {
      date: new Date().toISOString(),
      device: on.name,
      note: `${deviceLine(on)}${settings.precision === undefined ? "" : `; precision ${settings.precision}`}`,
      command: commandOf(name, settingsOf[name], options.as),
    };
    const { success, output } = await runPython([script, `${from}/${name}.ipynb`, executed, JSON.stringify(top)], {
      env: { [settingsVariable]: JSON.stringify(settingsOf[name]), PYTHONUNBUFFERED: "1" },
      signal: ended.signal,
      onLine(line) {
        const message = parse(line);
        if (message?.error) failure = `cell ${message.cell}: ${message.error}`;
        else if (message?.text) say(`  ${message.text}`, true);
        else if (message?.cell) say(`  cell ${message.cell} of ${message.cells}`);
      },
    }).finally(() => Deno.removeSignalListener("SIGTERM", end));
    const text = await Deno.readTextFile(executed);
    await Deno.remove(executed);
    if (text) await writeWhole(target, text);
    const missing = numbersWithoutOutput(text);
    if (missing.length > 0) say(`  numbers in its text that no output shows: ${missing.join("; ")}`);
    if (ended.signal.aborted) problem = `The report of ${name}.ipynb was ended by a signal.`;
    else if (failure) problem = `${name}.ipynb failed at ${failure}. The cells before it are in ${target}.`;
    else if (!success) problem = `${name}.ipynb could not be executed: ${output.trim().split("\n").at(-1)}`;
    if (problem) break;
    written.push(target);
  }
  if (!problem && await exists(runsOf(to))) say(await renewRunsPage({ folder: runsOf(to), keptFolder }));
  await writeIndex(to);
  if (problem) throw new Error(problem);
  return written;
}

/** Returns the command that makes a report again. */
function commandOf(name: string, settings: Record<string, unknown>, as?: string): string {
  const set = Object.entries(settings).map(([key, value]) => `--set ${key}=${value}`);
  return ["deno task report --notebook", name, ...set, ...as === undefined ? [] : ["--as", as]].join(" ");
}

/**
 * Returns for each notebook those settings that its settings cell names; one that spreads the article's has all. Throws
 * if none of them has a setting, before any of them runs.
 */
async function shareSettings(folder: string, names: string[], settings: Record<string, unknown>) {
  const shares = Object.fromEntries(names.map((name): [string, Record<string, unknown>] => [name, {}]));
  const cells = await Promise.all(names.map(async (name) => {
    const { cells } = JSON.parse(await Deno.readTextFile(`${folder}/${name}.ipynb`)) as Notebook;
    return cells.filter(isCode).map(sourceOf).filter((text) => /\bparameters[(<]/.test(text)).join("\n");
  }));
  for (const [key, value] of Object.entries(settings)) {
    const owners = names.filter((_, index) =>
      new RegExp(`\\b${key}:`).test(cells[index]) || isSetting(key) && cells[index].includes("...har.articleSettings")
    );
    if (owners.length === 0) throw new Error(`None of the notebooks ${names.join(", ")} has a setting "${key}".`);
    for (const name of owners) shares[name][key] = value;
  }
  return shares;
}

/** Returns the names of the notebooks to execute, without their ending. */
async function chooseNotebooks(folder: string, wanted?: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".ipynb")) names.push(name.replace(/\.ipynb$/, ""));
  }
  names.sort();
  if (wanted === undefined) return names;
  const chosen = names.filter((name) => name === wanted || name.split("-")[0] === wanted.padStart(2, "0"));
  if (chosen.length === 0) throw new Error(`There is no notebook ${wanted}: there are ${names.join(", ")}.`);
  return chosen;
}

function parse(line: string): Record<string, string> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
