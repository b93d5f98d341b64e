import { answersOf } from "../data/signals/activities.ts";
import { pairedComparison } from "../metrics/paired_comparison.ts";
import { type Figure, html } from "../plots/figure.ts";
import { runCurves } from "../plots/run_curves.ts";
import { readRun, type RunsOptions } from "../runs/list_runs.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { testPredictions } from "../runs/test_predictions.ts";
import { settingText, variedSettings } from "../settings/varied_settings.ts";
import { table } from "../plots/html_table.ts";

/** A number of a run, and whether more of it is better. */
interface Column {
  title: string;
  /** Undefined if a run has no such number. */
  value: (run: RunRecord) => number | undefined;
  digits: number;
  better: "more" | "less";
}

const columns: Column[] = [
  { title: "test accuracy", value: ({ test }) => test.accuracy, digits: 4, better: "more" },
  { title: "F1, weighted", value: ({ test }) => test.weighted.f1, digits: 4, better: "more" },
  { title: "F1, macro", value: ({ test }) => test.macro.f1, digits: 4, better: "more" },
  { title: "validation accuracy", value: ({ validationAccuracy }) => validationAccuracy, digits: 4, better: "more" },
  { title: "test loss", value: ({ test }) => test.loss, digits: 4, better: "less" },
  { title: "parameters", value: ({ parameters }) => parameters, digits: 0, better: "less" },
  { title: "seconds", value: ({ trainingSeconds }) => trainingSeconds, digits: 0, better: "less" },
];

/**
 * Compares runs: their validation curves over each other; a table of the settings in which they differ and of their
 * results, the best of each column marked by ★; recall of each activity; and for each run after the first, whether it
 * differs from the first at all (McNemar's test and a bootstrap interval on the test windows), if both were tested on
 * the same windows.
 *
 * Throws one sentence if there is no such run, or fewer than two are given.
 */
export async function compare(ids: string[], options: RunsOptions = {}): Promise<Figure> {
  if (ids.length < 2) throw new Error(`To compare takes at least two runs, and ${ids.length} are given.`);
  const records = await Promise.all(ids.map((id) => readRun(id, options)));
  const parts = [
    runCurves(records.map(({ id, history }) => ({ name: id, history }))),
    resultTable(records),
    classTable(records),
    table(
      await Promise.all(records.slice(1).map((record) => testRow(records[0], record, options))),
      { caption: `Does it differ from ${records[0].id}?` },
    ),
  ];
  return html(parts.map((part) => part.outerHTML).join("\n"));
}

function resultTable(records: RunRecord[]): Figure {
  const varied = variedSettings(records.map(({ settings }) => settings)).filter((name) => name !== "data");
  const others = { data: (run: RunRecord) => run.data.kind, device: (run: RunRecord) => run.device.name };
  const different = Object.entries(others).filter(([, value]) => new Set(records.map(value)).size > 1);
  const rows = records.map((record) => ({
    run: record.id,
    ...Object.fromEntries(varied.map((name) => [name, settingText(name, record.settings[name])])),
    ...Object.fromEntries(different.map(([name, value]) => [name, value(record)])),
    ...Object.fromEntries(columns.map((column) => [column.title, marked(column, record, records)])),
  }));
  return table(rows, { caption: "Settings that differ, and results" });
}

/** Returns a number of a run as text, with a star if it is the best and not all are equal. */
function marked({ value, digits, better }: Column, record: RunRecord, records: RunRecord[]): string {
  const texts = records.map((other) => value(other)?.toFixed(digits)).filter((text) => text !== undefined);
  const best = (better === "more" ? Math.max : Math.min)(...texts.map(Number));
  const own = value(record)?.toFixed(digits) ?? "–";
  return Number(own) === best && new Set(texts).size > 1 ? `★ ${own}` : own;
}

function classTable(records: RunRecord[]): Figure {
  const most = Math.max(...records.map(({ test }) => test.classes.length));
  const rows = answersOf(most).map((activity, index) => ({
    activity,
    ...Object.fromEntries(records.map((record, position) => {
      const [first, own] = [records[0], record].map(({ test }) => test.classes[index]?.recall);
      if (own === undefined) return [record.id, "–"];
      const change = position === 0 || first === undefined ? "" : ` (${signed(own - first)})`;
      return [record.id, `${own.toFixed(4)}${change}`];
    })),
  }));
  return table(rows, { caption: "Recall of each activity, and the difference to the first run" });
}

async function testRow(first: RunRecord, other: RunRecord, options: RunsOptions): Promise<Record<string, string>> {
  const [a, b] = await Promise.all([first, other].map(({ id }) => testPredictions(id, options)));
  if (!a || !b) return { run: other.id, verdict: `the predictions of ${a ? other.id : first.id} were not kept` };
  const same = first.data.sha256 === other.data.sha256 && a.length === b.length &&
    a.every(({ row }, i) => row === b[i].row);
  if (!same) return { run: other.id, verdict: "they were tested on different windows: no paired test" };
  const [own, firsts] = [b, a].map((all) => all.map(({ activity, predicted }) => activity === predicted));
  const { onlyFirst, onlySecond, probability, difference, interval } = pairedComparison(own, firsts);
  return {
    run: other.id,
    "right alone": String(onlyFirst),
    "the first right alone": String(onlySecond),
    "accuracy, difference": signed(difference),
    "95% interval": interval.map(signed).join(" to "),
    "McNemar's p": probability < 0.0001 ? "< 0.0001" : probability.toFixed(4),
    verdict: probability < 0.05 ? "they differ" : "no difference that chance would not give",
  };
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
}
