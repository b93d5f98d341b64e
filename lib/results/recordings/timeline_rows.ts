import { joinParts, type TimelinePart } from "./read_timeline.ts";

/** Returns the rows of a table: what was done from when to when, and how sure the network is. */
export function timelineRows(parts: TimelinePart[]): Record<string, string>[] {
  return joinParts(parts).map(({ from, to, activity, probability }) => ({
    from: clock(from),
    to: clock(to),
    seconds: (to - from).toFixed(1),
    activity,
    probability: probability.toFixed(3),
  }));
}

/** Returns seconds as minutes and seconds, such as 1:02.4. */
function clock(seconds: number): string {
  const tenths = Math.round(10 * seconds);
  return `${Math.floor(tenths / 600)}:${String(((tenths % 600) / 10).toFixed(1)).padStart(4, "0")}`;
}
