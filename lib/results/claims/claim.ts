import type { RunsOptions } from "../runs/list_runs.ts";
import { leastThatMatters, type SeedDifference } from "../metrics/seed_difference.ts";

/** What a measurement says of a claim. */
export type Verdict = "holds" | "does not hold" | "depends" | "open";

/** A verdict and the numbers behind it. */
export interface Judgement {
  /** What the measurement says. */
  verdict: Verdict;
  /** The numbers by what they are, such as `"accuracy with it": "+0.12 points (interval −0.20 to +0.44)"`. */
  numbers: Record<string, string>;
}

/** A claim of the article, and how it is measured. */
export interface Claim {
  /** Its number in the article's order. */
  number: number;
  /** Section of the article. */
  section: string;
  /** What the article says, in our words. */
  says: string;
  /** Whether it is about groups, and was measured on the branches of a network that has none. */
  ofBranches?: true;
  /**
   * Judges it by the runs and measurements that are kept. Throws `NotMeasured`, which names the command, if some
   * are not here.
   */
  measure: (options?: RunsOptions) => Promise<Judgement>;
}

/**
 * Returns a verdict from parts of a claim that hold, do not hold, or are open (undefined): what all of them say; that it
 * depends if some hold and others do not; else that it is open.
 */
export function verdictOf(parts: (boolean | undefined)[]): Verdict {
  if (parts.every((part) => part === true)) return "holds";
  if (parts.every((part) => part === false)) return "does not hold";
  return parts.includes(true) && parts.includes(false) ? "depends" : "open";
}

/**
 * Tells whether a difference is what a claim says: true if it is seen; false if its interval holds nothing on that side
 * that matters; undefined if that is open.
 *
 * @param margin The least difference that matters.
 */
export function isSeen(
  claimed: "higher" | "lower",
  { interval }: SeedDifference,
  margin = leastThatMatters,
): boolean | undefined {
  if (!interval) return undefined;
  const [least, most] = claimed === "higher" ? interval : interval.map((end) => -end).toReversed();
  return most < margin ? false : least > 0 ? true : undefined;
}

/** Tells whether nothing that matters is lost: false if a loss is seen, undefined if that is open. */
export function isNoLoss({ interval }: SeedDifference): boolean | undefined {
  if (!interval) return undefined;
  const [low, high] = interval;
  return low > -leastThatMatters ? true : high < 0 ? false : undefined;
}

/** Returns what the interval of a difference of accuracies says, such as `"open: between −0.20 and +7.00"`. */
export function verdictInWords({ verdict, interval }: SeedDifference): string {
  if (verdict === "the same") return `the same within ${100 * leastThatMatters} point`;
  if (verdict !== "open") return verdict;
  return interval ? `open: between ${interval.map(points).join(" and ")}` : "open: one seed";
}

/** Returns a difference of accuracies with its interval, in percentage points. */
export function pointsInWords({ mean, interval }: SeedDifference): string {
  return `${points(mean)} points${interval ? ` (interval ${interval.map(points).join(" to ")})` : ""}`;
}

/** Returns a difference with its interval, as it is. */
export function differenceInWords({ mean, interval }: SeedDifference): string {
  const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
  return `${signed(mean)}${interval ? ` (interval ${interval.map(signed).join(" to ")})` : ""}`;
}

/** Returns a difference of accuracies in percentage points. */
export function points(difference: number): string {
  return `${difference < 0 ? "−" : "+"}${Math.abs(100 * difference).toFixed(2)}`;
}

/** Returns an accuracy in percent. */
export function percent(accuracy: number): string {
  return `${(100 * accuracy).toFixed(1)}%`;
}
