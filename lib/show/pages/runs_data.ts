import { accuracyOf } from "../../results/metrics/scores.ts";
import type { RunRecord } from "../../results/runs/run_record.ts";
import { settingNames } from "../../settings/experiment_settings.ts";
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

/** Returns runs as a page of runs holds them. */
export function runsData(records: RunRecord[]): RunsPageData {
  return {
    settings: [...settingNames, "device"],
    results: runResults.map(({ name }) => name),
    runs: records.map((record): PageRun => ({
      id: record.id,
      values: runValues(record),
      history: record.history.map(({ seconds: _, ...epoch }) => epoch),
      confusion: record.test.confusion,
      recalls: record.test.classes.map(({ recall }) => recall),
      people: record.people?.map(({ subject, confusion }) => [subject, accuracyOf(confusion)]),
    })),
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
