import type { SeedDifference } from "../metrics/seed_difference.ts";

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
