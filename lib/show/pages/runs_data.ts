import type { RunsOptions } from "../../results/runs/list_runs.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { testPredictions } from "../../results/runs/run_folder.ts";
import { settingNames } from "../../settings/experiment_settings.ts";
import { progress } from "../../system/progress.ts";
import { type PageRun, runResults, type RunsPageData, type RunValue } from "./page_run.ts";

/** Names of everything by which runs are filtered and sorted: settings, results, device, when and by how much they trained. */
export const runNames: string[] = [
  "when",
  ...settingNames,
  "trained",
  ...runResults.map(({ name }) => name),
  "device",
  "kept",
];

/** Returns runs as a page of runs holds them, with what they said of each test window where that was kept. */
export async function runsData(records: RunRecord[], options: RunsOptions = {}): Promise<RunsPageData> {
  const truths = new Map<string, number>();
  const runs: PageRun[] = [];
  const bar = progress("reading runs", "runs");
  for (const [index, record] of records.entries()) {
    bar.update(index, records.length);
    const { id, history, test, data } = record;
    const run: PageRun = {
      id,
      values: runValues(record),
      history: history.map(({ seconds: _, ...epoch }) => epoch),
      confusion: test.confusion,
      recalls: test.classes.map(({ recall }) => recall),
    };
    const predictions = await testPredictions(id, options);
    if (predictions) {
      run.predicted = predictions.map(({ predicted }) => predicted).join("");
      // Windows are the same ones if they are the same rows of frames that were cut alike from the same archive.
      const { windowLength, windowStep, filters, transitions } = record.settings;
      const cut = [data.sha256, windowLength, windowStep, filters, transitions].join();
      const key = `${predictions.map(({ activity }) => activity).join("")} ${cut} ${predictions.map(({ row }) => row)}`;
      run.truth = truths.getOrInsert(key, truths.size);
    }
    runs.push(run);
  }
  bar.stop();
  return {
    settings: [...settingNames, "device"],
    results: runResults.map(({ name }) => name),
    runs,
    truths: [...truths.keys()].map((key) => key.slice(0, key.indexOf(" "))),
  };
}

/** Returns what a run was given and what came out, by name, as a filter and the page name them. */
export function runValues(record: RunRecord): Record<string, RunValue> {
  const { settings, data, device, startedAt, history, kept } = record;
  const given = settingNames.map((name) => [name, name === "data" ? data.kind : settings[name]] as const);
  const values: [string, RunValue][] = [["when", startedAt.slice(0, 16).replace("T", " ")], [
    "trained",
    history.length,
  ]];
  for (const [name, value] of [...given, ["device", device.name] as const, ["kept", kept] as const]) {
    if (value === undefined || value === null) continue;
    values.push([name, typeof value === "number" ? value : String(value)]);
  }
  for (const { name, of } of runResults) {
    const value = of(record);
    if (value !== undefined && Number.isFinite(value)) values.push([name, Number(value.toPrecision(7))]);
  }
  return Object.fromEntries(values);
}
