import type { RunRecord } from "../../results/runs/run_record.ts";

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
  { name: "FLOPs", of: ({ flops }) => flops, digits: 0, better: "less" },
  { name: "seconds", of: ({ trainingSeconds }) => trainingSeconds, digits: 0, better: "less" },
];

/** Returns a result of a run as text; of one that it does not have, a dash. */
export function resultText({ name, digits }: RunResult, values: Record<string, string | number>): string {
  const value = values[name];
  return typeof value === "number" ? value.toFixed(digits) : "–";
}
