import type { RunRecord } from "../../results/runs/run_record.ts";
import type { NamedHistory } from "../plots/run_curves.ts";

/** A value of a run as a page of runs shows it. */
export type RunValue = string | number;

/** A run as a page of runs holds it. */
export interface PageRun {
  id: string;
  /** Settings and results by name; one that the run does not have is left out. `kept` is the study with which it came. */
  values: Record<string, RunValue>;
  history: NamedHistory["history"];
  /** Counts of the test windows: rows true, columns predicted. */
  confusion: number[][];
  /** Recall of each activity. */
  recalls: number[];
  /** Accuracy on each test person; left out if it was not kept. */
  people?: [person: number, accuracy: number][];
}

/** What a page of runs holds. */
export interface RunsPageData {
  /** Names of the values that are settings, in the order of the table of settings. */
  settings: string[];
  /** Names of the numbers that came out. */
  results: string[];
  runs: PageRun[];
}

/** A number that came out of a run. */
export interface RunResult {
  /** In a filter and above a column. */
  name: string;
  /** Undefined if a run has no such number. */
  of: (run: RunRecord) => number | undefined;
  /** Digits behind the point. */
  digits: number;
  /** Whether more of it is better, or less. */
  better: "more" | "less";
}

/** The numbers by which runs are compared. */
export const runResults: RunResult[] = [
  { name: "accuracy", of: ({ test }) => test.accuracy, digits: 4, better: "more" },
  { name: "F1", of: ({ test }) => test.weighted.f1, digits: 4, better: "more" },
  { name: "macroF1", of: ({ test }) => test.macro.f1, digits: 4, better: "more" },
  { name: "validation", of: ({ validationAccuracy }) => validationAccuracy, digits: 4, better: "more" },
  { name: "loss", of: ({ test }) => test.loss, digits: 4, better: "less" },
  { name: "parameters", of: ({ parameters }) => parameters, digits: 0, better: "less" },
  { name: "FLOPs", of: ({ flops }) => flops ?? undefined, digits: 0, better: "less" },
  { name: "seconds", of: ({ trainingSeconds }) => trainingSeconds, digits: 0, better: "less" },
];

/** Returns a result of a run as text; of one that it does not have, a dash, or that its operations are not counted. */
export function resultText({ name, digits }: RunResult, values: Record<string, string | number>): string {
  const value = values[name];
  return typeof value === "number" ? value.toFixed(digits) : name === "FLOPs" ? "not counted" : "–";
}

const comparisons: Record<string, (a: RunValue, b: string) => boolean> = {
  "=": (a, b) => typeof a === "number" && b !== "" && !isNaN(Number(b)) ? a === Number(b) : String(a) === b,
  "!=": (a, b) => !comparisons["="](a, b),
  "<": (a, b) => Number(a) < Number(b),
  "<=": (a, b) => Number(a) <= Number(b),
  ">": (a, b) => Number(a) > Number(b),
  ">=": (a, b) => Number(a) >= Number(b),
};

/** A run with its values by name, as filters and orders take it. */
type ValuedRun = Pick<PageRun, "id" | "values">;

/** Divides a word of a filter into name, comparison and value; null if it compares nothing. */
const parts = (word: string) => word.match(/^(\w+)(!=|<=|>=|=|<|>)(.*)$/);

/** Returns the names that a filter compares. */
export function filterNames(text: string): string[] {
  return text.split(/\s+/).map(parts).filter((found) => found !== null).map(([, name]) => name);
}

/**
 * Returns whether a run passes a filter: words with spaces between, all of which must hold. `split=subject`,
 * `accuracy>0.95`, `batch!=128` compare a value; another word is looked for in the run's name and texts.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const run = { id: "2026-1", values: { split: "subject", batch: 64 } };
 * assertEquals(["split=subject batch<128", "batch>64", "sub"].map((text) => runFilter(text)(run)), [true, false, true]);
 * ```
 */
export function runFilter(text: string): (run: ValuedRun) => boolean {
  const conditions = text.trim().split(/\s+/).filter(Boolean).map((word) => {
    const [, name, comparison, value] = parts(word) ?? [];
    if (name === undefined) {
      return ({ id, values }: ValuedRun) =>
        [id, ...Object.values(values)].some((part) => String(part).toLowerCase().includes(word.toLowerCase()));
    }
    return ({ values }: ValuedRun) => values[name] !== undefined && comparisons[comparison](values[name], value);
  });
  return (run) => conditions.every((holds) => holds(run));
}

/** Orders runs by a value, the least first; those without it come last either way. */
export function sortRuns<Run extends ValuedRun>(runs: Run[], name: string, descending: boolean): Run[] {
  const sign = descending ? -1 : 1;
  return runs.toSorted((a, b) => {
    const [first, second] = [a, b].map((run) => name === "id" ? run.id : run.values[name]);
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
    const order = typeof first === "number" && typeof second === "number"
      ? first - second
      : String(first).localeCompare(String(second));
    return sign * order;
  });
}
