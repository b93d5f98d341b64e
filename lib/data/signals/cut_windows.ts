import type { DataFrame } from "./data_frame.ts";
import { articleSettings } from "../../settings/experiment_settings.ts";
import type { Recording, Segment } from "./recording.ts";
import { type FilterName, filterRecording } from "./signal_filters.ts";
import { signals } from "./signals.ts";
import { windowFrame } from "./window_frame.ts";

/** How recordings are cut into windows. */
export interface Cut {
  /** Samples of a window. Default: 128, 2.56 s. */
  windowLength?: number;
  /** Samples from one window's start to the next. Default: half a window. */
  step?: number;
  /** How recordings become signals. Default: `official`, which gives the published windows. */
  filters?: FilterName;
}

/**
 * Filters recordings and cuts their labelled segments into windows, each inside one segment; returns a frame with a row
 * a window: `subject`, `activity`, `experiment`, `start` (sample in its recording) and the nine signals as lists.
 */
export function cutWindows(recordings: Iterable<Recording>, segments: Segment[], cut: Cut = {}): DataFrame {
  const { windowLength = articleSettings.windowLength, step = windowLength / 2, filters } = cut;
  const starts = (segment: Segment) =>
    Array.from(
      { length: Math.max(0, Math.floor((segment.last - segment.first + 1 - windowLength) / step) + 1) },
      (_, i) => segment.first + i * step,
    );
  const total = segments.reduce((sum, segment) => sum + starts(segment).length, 0);
  const columns = Object.fromEntries(signals.map((name) => [name, new Float32Array(total * windowLength)]));
  const rows = { subject: [], activity: [], experiment: [], start: [] } as Record<string, number[]>;
  for (const recording of recordings) {
    const filtered = filterRecording(recording, filters);
    for (const segment of segments.filter(({ experiment }) => experiment === recording.experiment)) {
      for (const start of starts(segment)) {
        const offset = rows.start.length * windowLength;
        for (const name of signals) columns[name].set(filtered[name].subarray(start, start + windowLength), offset);
        rows.subject.push(recording.subject);
        rows.activity.push(segment.activity);
        rows.experiment.push(recording.experiment);
        rows.start.push(start);
      }
    }
  }
  return windowFrame(rows, columns, windowLength);
}
