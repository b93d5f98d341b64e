import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import type { Recording } from "../../data/signals/recording.ts";
import type { Standardization } from "../../data/windows/window_tensors.ts";
import { joinParts, readTimeline, type TimelinePart } from "./read_timeline.ts";
import type { ReadWindowsOptions } from "./read_windows.ts";
import { windowLogits, type WindowLogitsOptions } from "./window_logits.ts";

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
  return readTimeline(await windowLogits(model, recording, standardization, options), options);
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
