import type { Windows } from "../../data/windows/load_windows.ts";
import { escapeHtml } from "../plots/figure.ts";
import { liveOutput } from "../../system/live_output.ts";
import { sha256OfNetwork } from "../../network/model/build_network.ts";
import { findRun, keptRuns } from "../../results/runs/find_run.ts";
import { runExperiment } from "../../results/runs/run_experiment.ts";
import type { RunsOptions } from "../../results/runs/list_runs.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { checkSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { settingsText, variedSettings } from "../../settings/presets.ts";
import { windowsKey, windowsOf } from "../../results/runs/windows_of.ts";
import { duration, progressLine } from "../../network/training/training_progress.ts";
import { filledBar } from "./training_picture.ts";
import { untilInterrupt } from "./kernel_interrupt.ts";

/** Milliseconds between two pictures. */
const interval = 250;

/** Settings of {@link study}. */
export interface StudyOptions extends RunsOptions {
  /** Trains even if a finished run has the same settings and data. Default: false, such runs are taken. */
  again?: boolean;
  /**
   * Takes the runs that are kept with these settings, on whatever real data, and trains nothing; the cell says which
   * are missing. Default: false.
   */
  kept?: boolean;
}

/**
 * Runs one experiment after the other and shows below the cell how far they are. If a finished run has the same
 * settings and data, it is taken, and the cell says so. Returns the records in the order of the trials, with the
 * trials' settings.
 *
 * The kernel's Interrupt button ends the study after the batch under way: what has ended is returned, and the same
 * call continues with the rest. Throws one sentence if a setting makes no sense or a trial fails.
 *
 * @param settings The settings of each trial, as `studyTrials` returns them.
 */
export async function study(settings: Partial<ExperimentSettings>[], options: StudyOptions = {}): Promise<RunRecord[]> {
  const { again = false, kept = false, folder } = options;
  const trials = settings.map(checkSettings);
  const output = liveOutput();
  if (kept) {
    const runs = (await keptRuns(trials, { folder })).filter((run) => run !== undefined);
    const line = keptLine(runs, trials.length);
    await output.show(`<p style="margin: 4px 0;">${escapeHtml(line)}</p>`, line);
    return runs;
  }
  const varied = variedSettings(trials);
  const windows = new Map<string, Promise<Windows>>();
  const records: RunRecord[] = [];
  let [found, shown] = [0, 0];
  const [began, trained] = [performance.now(), () => records.length - found];
  const show = (index: number, line: string) => {
    if (performance.now() - shown < interval) return;
    shown = performance.now();
    const text = `Trial ${index + 1} of ${trials.length}: ${settingsText(trials[index], varied)}: ${line}`;
    output.show(`${filledBar(index / trials.length)}<p style="margin: 4px 0;">${escapeHtml(text)}</p>`, text);
  };
  await untilInterrupt(async (signal) => {
    for (const [index, settings] of trials.entries()) {
      if (signal.aborted) break;
      const loaded = await windows.getOrInsertComputed(windowsKey(settings), () => windowsOf(settings));
      const known = again ? undefined : await findRun(settings, loaded.source, {
        folder,
        networkSha256: await sha256OfNetwork(settings),
      });
      if (known) found++;
      const run = known ?? await runExperiment(settings, {
        windows: loaded,
        runs: folder,
        signal,
        onProgress: (at) => show(index, progressLine(at)),
      });
      // A run that was found may name an equal network otherwise, as every group width is the same at a cardinality of 4.
      if (!run.stopped) records.push({ ...run, settings });
    }
  });
  const seconds = (performance.now() - began) / 1000;
  const rest = trials.length - records.length;
  const line = [
    `${trials.length} trials: ${trained()} trained in ${duration(seconds)}`,
    found > 0 ? `${found} taken from finished runs with the same settings and data (again: true trains them anew)` : "",
    rest > 0 ? `stopped before the end: ${rest} are left, the same cell continues with them` : "",
  ].filter(Boolean).join("; ");
  await output.show(`<p style="margin: 4px 0;">${escapeHtml(line)}.</p>`, `${line}.`);
  return records;
}

/** Says where kept runs come from. */
function keptLine(runs: RunRecord[], trials: number): string {
  if (runs.length === 0) return `None of ${trials} runs is kept here: train them with size "medium" or "full".`;
  const list = (values: string[]) => [...new Set(values)].sort().join(", ");
  const days = runs.map(({ startedAt }) => startedAt.slice(0, 10)).sort();
  const when = days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`;
  const missing = trials - runs.length;
  return [
    `${runs.length} kept runs, trained ${when} on ${list(runs.map(({ device }) => device.name))}`,
    `in ${list(runs.map(({ settings }) => settings.precision))}`,
    `with ${list(runs.map(({ settings }) => settings.trainingWindows?.toLocaleString("en") ?? "all"))} windows`,
    `on ${list(runs.map(({ data }) => data.title))}`,
  ].join(" ") + (missing > 0 ? `; ${missing} of ${trials} are missing.` : ". Nothing was trained.");
}
