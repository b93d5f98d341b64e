// @ts-types="npm:@types/d3-array@3.2.2"
import { range } from "d3-array";
import { type DataFrame, windowFrame } from "./window_frame.ts";
import { activities } from "./activities.ts";
import { articleSettings } from "../../settings/experiment_settings.ts";
import type { Recording, Segment } from "./recording.ts";
import { type FilterName, filterRecording } from "./signal_filters.ts";
import { signals } from "./signals.ts";

/** How recordings are cut into windows. */
export interface Cut {
  /** Samples of a window. Default: 128, 2.56 s. */
  windowLength?: number;
  /** Samples from one window's start to the next. Default: half a window. */
  step?: number;
  /** Samples by which all windows begin later. Default: 0. */
  offset?: number;
  /** How recordings become signals. Default: `official`, which gives the published windows. */
  filters?: FilterName;
  /**
   * Whether a window belongs to the segment in which its middle lies, and may reach into others, instead of lying inside
   * one as a whole. Default: false.
   */
  acrossBorders?: boolean;
}

/** Samples from one window of a postural transition to the next, at most: transitions are short and few. */
const transitionStep = 32;

/**
 * Filters recordings and cuts their labelled segments into windows, each inside one segment unless windows may reach
 * across borders; returns a frame with a row
 * a window: `subject`, `activity`, `experiment`, `start` (sample in its recording) and the nine signals as lists.
 */
export function cutWindows(recordings: Recording[], segments: Segment[], cut: Cut = {}): DataFrame {
  const { windowLength = articleSettings.windowLength, step = windowLength / 2, offset = 0 } = cut;
  const { filters, acrossBorders } = cut;
  const lengths = new Map<number, number>();
  for (const { experiment, acceleration } of recordings) lengths.set(experiment, acceleration[0].length);
  const starts = ({ experiment, activity, first, last }: Segment): number[] => {
    if (!acrossBorders) return range(first + offset, last + 2 - windowLength, step);
    const middle = windowLength / 2;
    const apart = activity <= activities.length ? step : Math.min(step, transitionStep);
    // The first middle lies half a step behind the border, as the last ones on average lie before it: if it lay on the
    // border, a network would learn that the next activity begins before it does.
    const from = first - middle + Math.floor(apart / 2) + offset;
    const end = Math.min(last + 1 - middle, lengths.get(experiment)! + 1 - windowLength);
    return range(from, end, apart).filter((start) => start >= 0);
  };
  const total = segments.reduce((sum, segment) => sum + starts(segment).length, 0);
  const columns = Object.fromEntries(signals.map((name) => [name, new Float32Array(total * windowLength)]));
  const rows = { subject: [], activity: [], experiment: [], start: [] } as Record<string, number[]>;
  for (const recording of recordings) {
    const filtered = filterRecording(recording, filters);
    for (const segment of segments.filter(({ experiment }) => experiment === recording.experiment)) {
      for (const start of starts(segment)) {
        const place = rows.start.length * windowLength;
        for (const name of signals) columns[name].set(filtered[name].subarray(start, start + windowLength), place);
        rows.subject.push(recording.subject);
        rows.activity.push(segment.activity);
        rows.experiment.push(recording.experiment);
        rows.start.push(start);
      }
    }
  }
  return windowFrame(rows, columns, windowLength);
}
