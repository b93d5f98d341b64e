import { parse, resolve } from "node:path";
import { statusLine } from "../../system/status_line.ts";
import { settingsText, settingText, variedSettings } from "../../settings/presets.ts";
import { textTable } from "../../system/text_table.ts";
import { renewRunsPage } from "../../show/report/runs_page.ts";
import { runsFolder } from "../../settings/environment.ts";
import { examinations } from "../../results/runs/examine_run.ts";
import { keepRecords, type KeptRecord } from "../../results/runs/kept_records.ts";
import { recordingsRecord } from "../../results/runs/kept_recordings.ts";
import type { RunsOptions } from "../../results/runs/list_runs.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { sweep, type SweepOptions } from "../sweep/sweep.ts";
import { readSweep } from "../../results/studies/sweep_file.ts";

export interface SweepCommandOptions extends Pick<SweepOptions, "processes" | "dask" | "folder"> {
  /** Whether trials are run whose records came with the project. Default: false. */
  again?: boolean;
  /** Whether the records of a whole sweep are kept with the project, as the study with the file's name. Default: false. */
  keep?: boolean;
}

/**
 * Runs a sweep's file: says what was found and what is to be run, how far each trial is, and prints a table of all
 * trials, the best validation first (the best test, if nothing was validated). Ctrl-C stops; the same command then goes
 * on. Returns whether every trial has a whole run.
 */
export async function sweepCommand(file: string, options: SweepCommandOptions): Promise<boolean> {
  const { processes, folder, again = false, keep = false } = options;
  if (processes !== undefined && !(Number.isInteger(processes) && processes >= 1)) {
    throw new Error(`--processes must be a whole number of 1 or more, and is ${processes}.`);
  }
  // A folder that is named holds all that is looked at.
  const runs = folder === undefined ? again ? runsFolder : undefined : resolve(folder);
  const trials = await readSweep(file);
  const varied = variedSettings(trials);
  const name = (index: number) => settingsText(trials[index], varied);
  const status = statusLine();
  const abort = new AbortController();
  const interrupt = () => {
    status.say("Stopping: the trials under way end after their batch and are kept.");
    abort.abort();
  };
  Deno.addSignalListener("SIGINT", interrupt);
  let [ended, total] = [0, 0];
  try {
    const outcomes = await sweep(trials, {
      ...options,
      folder: runs,
      signal: abort.signal,
      onPlan({ found, run, equal }) {
        total = run;
        const equals = equal > 0 ? `, ${equal} equal to another` : "";
        status.say(`${trials.length} trials: ${found} found among the finished runs, ${run} to run${equals}.`);
        status.end();
      },
      onProgress: (index, line) => status.say(`${ended} of ${total} done; ${name(index)}: ${line}`, true),
      onEnd(index, end) {
        ended++;
        const what = "error" in end
          ? `FAILED: ${end.error}`
          : `test accuracy ${end.run.test.accuracy.toFixed(4)}, on ${end.run.device.name}`;
        status.say(`${ended} of ${total}: ${name(index)}: ${what}`);
        status.end();
      },
    });
    const rows = outcomes.map(({ run, error }, index) => ({
      ...Object.fromEntries(varied.map((key) => [key, settingText(key, trials[index][key])])),
      "validation accuracy": run?.validationAccuracy?.toFixed(4) ?? "",
      "test accuracy": run?.test.accuracy.toFixed(4) ?? "",
      run: run ? `${run.id}${run.stopped ? " (stopped)" : ""}` : error ? `FAILED: ${error}` : "not begun",
    }));
    const chosenBy = (row: typeof rows[number]) => row["validation accuracy"] || row["test accuracy"];
    console.log(textTable(rows.toSorted((a, b) => chosenBy(b).localeCompare(chosenBy(a)))));
    console.log(`Runs: ${folder ?? runsFolder}`);
    if (folder === undefined) console.log(await renewRunsPage());
    const whole = outcomes.every(({ run }) => run && !run.stopped);
    if (!whole) console.log(`Not every trial has a whole run: the same command continues with those.`);
    else if (keep) console.log(await keepStudy(file, outcomes.map(({ run }) => run!), { folder: runs }));
    return whole;
  } finally {
    status.end();
    Deno.removeSignalListener("SIGINT", interrupt);
  }
}

/** Keeps the runs of a sweep with the project, with what was measured beside them. Returns a sentence. */
async function keepStudy(file: string, runs: RunRecord[], options: RunsOptions): Promise<string> {
  const records = await Promise.all(runs.map(async (run): Promise<KeptRecord> => ({
    run,
    examination: await examinations.read(run.id, options),
    recordings: await recordingsRecord.read(run.id, options),
  })));
  const { path, count } = await keepRecords(parse(file).name, records);
  return `Kept with the project: ${count} records in ${path}`;
}
