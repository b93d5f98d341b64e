import { articleSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";
import { settingTable } from "../../settings/setting_table.ts";
import { butterworth, linearFilter } from "./linear_filter.ts";
import type { Recording } from "./recording.ts";
import { sampleRate, type Signal } from "./signals.ts";

/**
 * The ways from a recording to UCI-HAR's nine signals. All begin with a median filter of 3, and body_acc is total_acc
 * less gravity, its part below 0.3 Hz (Butterworth of order 3).
 *
 * - `official` gives the published windows: noise goes by a Butterworth low-pass of order 10 at 20 Hz, and body_gyro is
 *   the rotation less its drift, the part below 0.1 Hz (Butterworth of order 2). No publication says so; it was found
 *   by fitting filters to the published windows and the recordings they were cut from.
 * - `described` is what the publication describes (Anguita et al. 2013): a Butterworth low-pass of order 3 at 20 Hz,
 *   for the rotation too, of which nothing is taken away.
 */
export type FilterName = ExperimentSettings["filters"];
/** The names of all ways. */
export const filterNames: FilterName[] = settingTable.filters.type.unwrap().options;

/** Returns the nine signals of a recording, sample for sample: acceleration in g, rotation in rad/s. */
export function filterRecording(
  { acceleration, rotation }: Recording,
  filters: FilterName = articleSettings.filters,
): Record<Signal, Float64Array> {
  const noise = butterworth(filters === "official" ? 10 : 3, 20, sampleRate);
  const gravity = butterworth(3, 0.3, sampleRate);
  const drift = butterworth(2, 0.1, sampleRate);
  const result: Partial<Record<Signal, Float64Array>> = {};
  for (const [i, axis] of (["x", "y", "z"] as const).entries()) {
    const total = linearFilter(noise, medianFilter(acceleration[i]));
    const turning = linearFilter(noise, medianFilter(rotation[i]));
    result[`total_acc_${axis}`] = total;
    result[`body_acc_${axis}`] = less(total, linearFilter(gravity, total));
    result[`body_gyro_${axis}`] = filters === "official"
      ? less(turning, linearFilter(drift, turning, { start: "rest" }))
      : turning;
  }
  return result as Record<Signal, Float64Array>;
}

function less(signal: Float64Array, part: Float64Array): Float64Array {
  return signal.map((value, n) => value - part[n]);
}

/**
 * Replaces each sample by the median of itself and its two neighbours, as SciPy's `medfilt(x, 3)`; outside, the signal
 * is 0.
 */
export function medianFilter(x: Float64Array): Float64Array {
  return x.map((value, i) => {
    const [before, after] = [x[i - 1] ?? 0, x[i + 1] ?? 0];
    return Math.max(Math.min(before, after), Math.min(Math.max(before, after), value));
  });
}
