// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import type { DataFrame } from "../signals/window_frame.ts";
import { activities } from "../signals/activities.ts";
import type { Axes, Recording, Segment } from "../signals/recording.ts";
import { type Cut, cutWindows } from "../signals/cut_windows.ts";
import { sampleRate } from "../signals/signals.ts";

/** How an activity moves a phone at the waist. */
interface Motion {
  /** Direction of gravity in the phone's axes, g. */
  gravity: [number, number, number];
  /** Steps a second; 0 at rest. */
  gait: number;
  /** Acceleration of the gait's first and second harmonic along each axis, g. */
  swing: [number, number, number];
  /** Turning of the hip at half the gait's frequency, rad/s. */
  turn: number;
}

/**
 * Orientation and gait of each activity, after what is known of a phone at the waist: upright x points up, laying y
 * does.
 */
const motions: Motion[] = [
  { gravity: [0.98, -0.15, -0.1], gait: 1.9, swing: [0.28, 0.16, 0.14], turn: 0.5 },
  { gravity: [0.96, -0.2, -0.2], gait: 1.6, swing: [0.24, 0.14, 0.18], turn: 0.65 },
  { gravity: [0.98, -0.12, -0.05], gait: 2.1, swing: [0.42, 0.22, 0.2], turn: 0.75 },
  { gravity: [0.9, 0.15, 0.38], gait: 0, swing: [0, 0, 0], turn: 0 },
  { gravity: [0.99, -0.1, -0.03], gait: 0, swing: [0, 0, 0], turn: 0 },
  { gravity: [-0.15, 0.7, 0.68], gait: 0, swing: [0, 0, 0], turn: 0 },
];

export interface SyntheticOptions extends Cut {
  /** Number of people; UCI-HAR has 30. Default: 30. */
  subjects?: number;
  /** Seconds of each activity for each person. Default: 24. */
  seconds?: number;
  /** Seed of everything random. Default: 1. */
  seed?: number;
}

/**
 * Makes up windows for a machine on which no archive is available: people with their own gait and posture perform the
 * six activities. A stand-in to try the notebooks with; its results say nothing about people.
 */
export function syntheticWindows(options: SyntheticOptions = {}): DataFrame {
  const { recordings, segments } = syntheticRecordings(options);
  return cutWindows(recordings, segments, options);
}

/** Makes up the recordings behind {@link syntheticWindows}, and their segments, one for each person and activity. */
export function syntheticRecordings(
  options: Omit<SyntheticOptions, keyof Cut> = {},
): { recordings: Recording[]; segments: Segment[] } {
  const { subjects = 30, seconds = 24, seed = 1 } = options;
  const random = seedrandom(`synthetic ${seed}`);
  const length = seconds * sampleRate;
  const segments: Segment[] = [];
  const recordings: Recording[] = [];
  for (let subject = 1; subject <= subjects; subject++) {
    recordings.push(record(subject, length, random));
    for (const index of activities.keys()) {
      segments.push({
        experiment: subject,
        activity: index + 1,
        first: index * length,
        last: (index + 1) * length - 1,
      });
    }
  }
  return { recordings, segments };
}

function record(subject: number, length: number, random: () => number): Recording {
  const axes = (): Axes => [0, 1, 2].map(() => new Float64Array(motions.length * length)) as Axes;
  const [acceleration, rotation] = [axes(), axes()];
  const pace = 1 + 0.08 * normal(random);
  const vigour = Math.exp(0.2 * normal(random));
  for (const [index, { gravity, gait, swing, turn }] of motions.entries()) {
    const tilt = gravity.map((value) => value + 0.08 * normal(random));
    const scale = Math.hypot(...tilt);
    const phases = [0, 1, 2].map(() => 2 * Math.PI * random());
    const stillness = gait === 0 ? 0.01 : 0.05;
    for (let n = 0; n < length; n++) {
      const angle = 2 * Math.PI * gait * pace * n / sampleRate;
      for (let axis = 0; axis < 3; axis++) {
        const step = Math.sin(angle + phases[axis]) + 0.5 * Math.sin(2 * angle + 2 * phases[axis]);
        const at = index * length + n;
        acceleration[axis][at] = tilt[axis] / scale + vigour * swing[axis] * step + stillness * normal(random);
        rotation[axis][at] = vigour * turn * Math.sin(angle / 2 + phases[axis]) + 2 * stillness * normal(random);
      }
    }
  }
  return { experiment: subject, subject, acceleration, rotation };
}

/** A number of the standard normal distribution (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
