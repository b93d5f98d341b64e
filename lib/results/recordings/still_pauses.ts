import { sampleRate } from "../../data/signals/signals.ts";
import type { LabelledRecording } from "../../data/windows/labelled_recording.ts";

/** Below this deviation of its acceleration over a second, g, a phone is still; walking has about 0.2. */
const stillBound = 0.03;

/** Shortest pause that counts, s. */
const shortest = 2;

/**
 * Returns the pauses of a recording: stretches of two seconds or longer between labelled segments in which the phone is
 * still, by the deviation of the size of its acceleration over the second around each sample. First and last samples.
 */
export function stillPauses({ recording, segments }: LabelledRecording): { first: number; last: number }[] {
  const [x, y, z] = recording.acceleration;
  const size = Float64Array.from(x, (value, i) => Math.hypot(value, y[i], z[i]));
  const half = sampleRate / 2;
  const isStill = (sample: number) => {
    const around = size.subarray(Math.max(0, sample - half), sample + half);
    const mean = around.reduce((sum, value) => sum + value, 0) / around.length;
    return Math.sqrt(around.reduce((sum, value) => sum + (value - mean) ** 2, 0) / around.length) < stillBound;
  };
  const ordered = segments.toSorted((a, b) => a.first - b.first);
  const pauses: { first: number; last: number }[] = [];
  for (const [index, { last: before }] of ordered.slice(0, -1).entries()) {
    const after = ordered[index + 1].first;
    for (let first = before + 1; first < after; first++) {
      let end = first;
      while (end < after && isStill(end)) end++;
      if (end - first >= shortest * sampleRate) pauses.push({ first, last: end - 1 });
      if (end > first) first = end;
    }
  }
  return pauses;
}
