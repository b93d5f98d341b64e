import { answersOf } from "../../data/signals/activities.ts";
import { sampleRate } from "../../data/signals/signals.ts";
import { partProbabilities, readWindows, type ReadWindowsOptions, type WindowGrid } from "./read_windows.ts";

/** What a network says of the windows of a recording. */
export interface WindowLogits extends WindowGrid {
  /** [window][answer]. */
  logits: number[][];
}

/** A stretch of a recording and what a network says of it. */
export interface TimelinePart {
  /** Seconds from the recording's begin. */
  from: number;
  to: number;
  activity: string;
  /** Mean probability of that activity. */
  probability: number;
  /** Mean probabilities of all activities, in their order. */
  probabilities: number[];
}

/** Reads the windows of a recording: a part for each step, of what a network said before. */
export function readTimeline(windowLogits: WindowLogits, options: ReadWindowsOptions = {}): TimelinePart[] {
  const { logits, windowLength, step } = windowLogits;
  const last = (logits.length - 1) * step + windowLength;
  const probabilities = readWindows(logits, options);
  return partProbabilities(probabilities, { windowLength, step, reading: options.reading }).map((row, part) => ({
    from: part * step / sampleRate,
    to: Math.min((part + 1) * step, last) / sampleRate,
    ...mostProbable(row),
  }));
}

/** Joins neighbouring parts of the same activity, unless there is a gap; probabilities are averaged by time. */
export function joinParts(parts: TimelinePart[]): TimelinePart[] {
  const joined: TimelinePart[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    if (before?.activity !== part.activity || part.from > before.to) {
      joined.push(part);
      continue;
    }
    const [had, adds] = [before.to - before.from, part.to - part.from];
    const mean = before.probabilities.map((value, i) => (value * had + part.probabilities[i] * adds) / (had + adds));
    joined[joined.length - 1] = { from: before.from, to: part.to, ...mostProbable(mean) };
  }
  return joined;
}

function mostProbable(probabilities: number[]): Omit<TimelinePart, "from" | "to"> {
  const best = probabilities.indexOf(Math.max(...probabilities));
  return { activity: answersOf(probabilities.length)[best], probability: probabilities[best], probabilities };
}

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
