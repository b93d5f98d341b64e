import type { RunsOptions } from "../runs/list_runs.ts";
import type { SeedDifference } from "../metrics/seed_difference.ts";

/** What a measurement says of a claim. */
export type Verdict = "holds" | "does not hold" | "depends";

/** A verdict and the numbers behind it. */
export interface Judgement {
  /** What the measurement says. */
  verdict: Verdict;
  /** The numbers, a sentence. */
  because: string;
}

/** A claim of the article, and how it is measured. */
export interface Claim {
  /** Its number in the article's order. */
  number: number;
  /** Section of the article. */
  section: string;
  /** What the article says, in our words. */
  says: string;
  /**
   * Judges it by the runs and measurements that are kept. Throws `NotMeasured`, which names the command, if some
   * are not here.
   */
  measure: (options?: RunsOptions) => Promise<Judgement>;
}

/** Returns a verdict from parts of a claim that hold or do not: all, none, or some of them. */
export function verdictOf(parts: boolean[]): Verdict {
  if (parts.every(Boolean)) return "holds";
  return parts.some(Boolean) ? "depends" : "does not hold";
}

/** Returns a difference of accuracies with its interval, in percentage points. */
export function pointsInWords({ mean, interval }: SeedDifference): string {
  return `${points(mean)} points${interval ? ` (95% interval ${interval.map(points).join(" to ")})` : ""}`;
}

/** Returns a difference with its interval, as it is. */
export function differenceInWords({ mean, interval }: SeedDifference): string {
  const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
  return `${signed(mean)}${interval ? ` (95% interval ${interval.map(signed).join(" to ")})` : ""}`;
}

/** Returns a difference of accuracies in percentage points. */
export function points(difference: number): string {
  return `${difference < 0 ? "−" : "+"}${Math.abs(100 * difference).toFixed(2)}`;
}

/** Returns an accuracy in percent. */
export function percent(accuracy: number): string {
  return `${(100 * accuracy).toFixed(1)}%`;
}
