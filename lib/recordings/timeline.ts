import type { LayersModel } from "../backend/tensor_types.ts";
import { answersOf } from "../data/signals/activities.ts";
import type { Recording } from "../data/signals/recording.ts";
import { sampleRate } from "../data/signals/signals.ts";
import type { Standardization } from "../data/windows/window_tensors.ts";
import { readWindows, type ReadWindowsOptions } from "./read_windows.ts";
import { windowLogits, type WindowLogitsOptions } from "./window_logits.ts";

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

/** Settings of {@link timeline}. */
export interface TimelineOptions extends WindowLogitsOptions, ReadWindowsOptions {}

/**
 * Returns what a network says of a recording, a part for each step: the mean of the probabilities of all windows that
 * cover it. The recording is filtered, cut and standardised as the windows were that the network was trained on.
 * Samples behind the last whole window are left out.
 *
 * Unless it is asked for, the network does not adapt to the recording, and each window is read by itself. Throws one
 * sentence if the recording is shorter than a window. Leaves no tensor behind.
 */
export async function timeline(
  model: LayersModel,
  recording: Pick<Recording, "acceleration" | "rotation">,
  standardization: Standardization,
  options: TimelineOptions = {},
): Promise<TimelinePart[]> {
  const { logits, windowLength, step } = await windowLogits(model, recording, standardization, options);
  const probabilities = readWindows(logits, options);
  const last = (logits.length - 1) * step + windowLength;
  return Array.from({ length: Math.ceil(last / step) }, (_, part) => {
    const from = part * step;
    const firstWindow = Math.max(0, Math.ceil((from - windowLength + 1) / step));
    const covering = probabilities.slice(firstWindow, part + 1);
    const mean = logits[0].map((_, i) => covering.reduce((sum, row) => sum + row[i], 0) / covering.length);
    return { from: from / sampleRate, to: Math.min(from + step, last) / sampleRate, ...mostProbable(mean) };
  });
}

/** Joins neighbouring parts of the same activity; probabilities are averaged by time. */
export function joinParts(parts: TimelinePart[]): TimelinePart[] {
  const joined: TimelinePart[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    if (before?.activity !== part.activity) {
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
