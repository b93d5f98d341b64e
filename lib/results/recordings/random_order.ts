// @ts-types="npm:@types/d3-array@3.2.2"
import { shuffler } from "d3-array";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import { activities, postureOf, transitions } from "../../data/signals/activities.ts";
import type { Axes, Segment } from "../../data/signals/recording.ts";
import type { LabelledRecording } from "../../data/windows/labelled_recording.ts";

/** The label of the movement from one activity to another, counted from 1; undefined where none is needed. */
function movementBetween(before: number, after: number): number | undefined {
  const [from, to] = [before, after].map((activity) => postureOf(activities[activity - 1]));
  const index = (transitions as readonly string[]).indexOf(`${from} to ${to}`);
  return index < 0 ? undefined : activities.length + 1 + index;
}

/**
 * Puts a recording together from a person's labelled segments, in an order that the seed decides instead of the
 * experiment's; where a change of posture needs a movement, one of the person's own lies between. `recordings` are those
 * of one person, with the segments of movements.
 */
export function randomOrder(recordings: LabelledRecording[], { seed = 1 }: { seed?: number } = {}): LabelledRecording {
  const { subject } = recordings[0].recording;
  const random = seedrandom(`order ${subject} ${seed}`);
  const all = recordings.flatMap(({ recording, segments }) => segments.map((segment) => ({ recording, segment })));
  const order = shuffler(random)(all.filter(({ segment }) => segment.activity <= activities.length));
  const pieces: typeof all = [];
  for (const piece of order) {
    const before = pieces.at(-1);
    const wanted = before && movementBetween(before.segment.activity, piece.segment.activity);
    const fitting = all.filter(({ segment }) => segment.activity === wanted);
    if (fitting.length > 0) pieces.push(fitting[Math.floor(random() * fitting.length)]);
    pieces.push(piece);
  }
  const segments: Segment[] = [];
  let length = 0;
  for (const { segment: { activity, first, last } } of pieces) {
    segments.push({ experiment: 0, activity, first: length, last: length + last - first });
    length += last - first + 1;
  }
  const joined = (sensor: "acceleration" | "rotation") =>
    [0, 1, 2].map((axis) => {
      const values = new Float64Array(length);
      pieces.forEach(({ recording, segment: { first, last } }, index) =>
        values.set(recording[sensor][axis].subarray(first, last + 1), segments[index].first)
      );
      return values;
    }) as Axes;
  const recording = { experiment: 0, subject, acceleration: joined("acceleration"), rotation: joined("rotation") };
  return { recording, segments };
}
