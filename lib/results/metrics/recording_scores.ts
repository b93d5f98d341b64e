// @ts-types="npm:@types/d3-array@3.2.2"
import { mean, sum } from "d3-array";

/** A labelled stretch of a recording. */
export interface LabelledStretch {
  /** The labelled activity, counted from 0. */
  activity: number;
  /** First sample. */
  first: number;
  /** Last sample, inside. */
  last: number;
}

/** A recording as it was labelled, and what was told of each of its samples. */
export interface PredictedRecording {
  segments: LabelledStretch[];
  /** Activity that is told of each sample, counted from 0. */
  told: ArrayLike<number>;
}

/** How well recordings were read, over all of them. */
export interface RecordingScores {
  /** Part of the labelled samples that are predicted correctly. */
  accuracy: number;
  /** Labelled samples by what they are and what is told of them, [activity][told]. */
  confusion: number[][];
  /** Of each activity's samples: the part of what is told of it that is right, the part that is predicted correctly, and F1. */
  activities: { precision: number; recall: number; f1: number }[];
  /** Labelled segments. */
  segments: number;
  /** How many of them are found: at least half of their samples are predicted correctly. */
  found: number;
  /** Labelled segments of each activity. */
  segmentsOf: number[];
  /** How many of those are found. */
  foundOf: number[];
  /** Told stretches that lie mostly in labelled time and touch no segment of their activity. */
  inserted: number;
  /** Segments in which more than one told stretch of their activity lies. */
  split: number;
  /** Told stretches that lie in more than one segment of their activity, and over one of another between. */
  merged: number;
  /** Changes of what is told inside a labelled segment, further from its borders than the tolerance, a minute. */
  falseChanges: number;
  /** Mean distance of a found segment's borders from those that are told, s; of borders to another labelled segment. */
  borderError: number;
}

export interface RecordingScoresOptions {
  /** Number of activities. */
  activities: number;
  /** Samples a second. Default: 50. */
  sampleRate?: number;
  /** How far a change of what is told may be from a segment's border to count as that border, s. Default: 1. */
  tolerance?: number;
}

/** A stretch of which the same is told. */
interface PredictedStretch {
  activity: number;
  from: number;
  /** Behind the last sample. */
  to: number;
}

/**
 * Compares what is told of recordings with their labels, sample by sample and as events (Ward et al. 2011, "Performance
 * metrics for activity recognition"). Samples without a label count for nothing, but a told stretch may reach over them.
 */
export function recordingScores(recordings: PredictedRecording[], options: RecordingScoresOptions): RecordingScores {
  const { activities, sampleRate = 50, tolerance = 1 } = options;
  const none = () => new Array<number>(activities).fill(0);
  const [segmentsOf, foundOf] = [none(), none()];
  const confusion = Array.from({ length: activities }, none);
  const borders: number[] = [];
  let [inserted, split, merged, changes] = [0, 0, 0, 0];
  for (const recording of recordings) {
    const stretches = stretchesOf(recording.told);
    const labels = labelsOf(recording);
    for (const segment of recording.segments) {
      const { activity, first, last } = segment;
      segmentsOf[activity]++;
      let matched = 0;
      for (let sample = first; sample <= last; sample++) {
        confusion[activity][recording.told[sample]]++;
        if (recording.told[sample] === activity) matched++;
      }
      const inside = stretches.filter((stretch) => stretch.activity === activity && touches(stretch, segment));
      if (inside.length > 1) split++;
      const margin = tolerance * sampleRate;
      changes += stretches.filter(({ from }) => from > first + margin && from <= last - margin).length;
      if (2 * matched < last - first + 1) continue;
      foundOf[activity]++;
      // Where a border has no label on its other side, nobody knows how far what is told may reach.
      if (labels.subarray(Math.max(0, first - margin), first).some((label) => label >= 0)) {
        borders.push(Math.abs(inside[0].from - first));
      }
      if (labels.subarray(last + 1, last + 1 + margin).some((label) => label >= 0)) {
        borders.push(Math.abs(inside.at(-1)!.to - 1 - last));
      }
    }
    for (const stretch of stretches) {
      const segments = recording.segments.filter((segment) =>
        segment.activity === stretch.activity && touches(stretch, segment)
      );
      const between = labels.subarray(segments[0]?.first, segments.at(-1)?.last);
      if (segments.length > 1 && between.some((label) => label >= 0 && label !== stretch.activity)) merged++;
      const known = labels.subarray(stretch.from, stretch.to).reduce((count, label) => count + (label >= 0 ? 1 : 0), 0);
      if (segments.length === 0 && 2 * known >= stretch.to - stretch.from) inserted++;
    }
  }
  const total = sum(confusion, (row) => sum(row));
  const right = confusion.map((row, activity) => row[activity]);
  return {
    accuracy: sum(right) / total,
    confusion,
    activities: right.map((value, activity) => {
      const [labelled, predicted] = [sum(confusion[activity]), sum(confusion, (row) => row[activity])];
      return { precision: value / predicted, recall: value / labelled, f1: 2 * value / (predicted + labelled) };
    }),
    segments: sum(segmentsOf),
    found: sum(foundOf),
    segmentsOf,
    foundOf,
    inserted,
    split,
    merged,
    falseChanges: changes / (total / sampleRate / 60),
    borderError: (mean(borders) ?? NaN) / sampleRate,
  };
}

function stretchesOf(predicted: ArrayLike<number>): PredictedStretch[] {
  const stretches: PredictedStretch[] = [];
  for (let sample = 0; sample < predicted.length; sample++) {
    const last = stretches.at(-1);
    if (last?.activity === predicted[sample]) last.to = sample + 1;
    else stretches.push({ activity: predicted[sample], from: sample, to: sample + 1 });
  }
  return stretches;
}

/** The label of each sample; -1 without one. */
function labelsOf({ segments, told }: PredictedRecording): Int8Array {
  const labels = new Int8Array(told.length).fill(-1);
  for (const { activity, first, last } of segments) labels.fill(activity, first, last + 1);
  return labels;
}

function touches({ from, to }: PredictedStretch, { first, last }: LabelledStretch): boolean {
  return from <= last && to > first;
}
