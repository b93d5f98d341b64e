import { type PhoneRecording, type SensorStream, streamsToRecording } from "../../data/phones/phone_recording.ts";
import type { Axes } from "../../data/signals/recording.ts";

/** Standard gravity, m/s^2. */
const gravity = 9.80665;

/** The part of a `DeviceMotionEvent` that is read. */
export interface Motion {
  /** ms. */
  timeStamp: number;
  /** m/s^2. */
  accelerationIncludingGravity: { x: number | null; y: number | null; z: number | null } | null;
  /** Degrees a second; about x, y and z in every browser on a phone, whatever earlier specifications say. */
  rotationRate: { alpha: number | null; beta: number | null; gamma: number | null } | null;
}

/**
 * Whose signs an acceleration has: a phone at rest on its back measures +1 g along z on Android, as the specification says
 * and the data set has it, and -1 g in Apple's browsers.
 */
export type MotionSigns = "android" | "apple";

/**
 * Collects what a phone's browser tells of its motion, at whatever rate it does, in g and rad/s. What lacks a number, such
 * as on a computer without a gyroscope, is left out and counted.
 */
export class MotionRecorder {
  readonly #sign: number;
  readonly #rows: number[][] = [];
  /** Events that lacked a number. */
  incomplete = 0;

  constructor(signs: MotionSigns) {
    this.#sign = signs === "apple" ? -1 : 1;
  }

  /** Number of samples. */
  get length(): number {
    return this.#rows.length;
  }

  /** Seconds from the first sample to the last. */
  get seconds(): number {
    return this.#rows.length === 0 ? 0 : this.#rows.at(-1)![0] - this.#rows[0][0];
  }

  /** Takes in an event. */
  add({ timeStamp, accelerationIncludingGravity: force, rotationRate: turning }: Motion): void {
    const values = [force?.x, force?.y, force?.z, turning?.alpha, turning?.beta, turning?.gamma];
    if (values.some((value) => value === null || value === undefined)) {
      this.incomplete++;
      return;
    }
    const seconds = timeStamp / 1000;
    if (seconds <= (this.#rows.at(-1)?.[0] ?? -Infinity)) return;
    const [x, y, z, ...angles] = values as number[];
    const accelerations = [x, y, z].map((value) => this.#sign * value / gravity);
    this.#rows.push([seconds, ...accelerations, ...angles.map((angle) => angle * Math.PI / 180)]);
  }

  /**
   * Returns the recording at 50 samples a second, or its last seconds. Throws one sentence if there is no stretch of a
   * window without a gap.
   */
  recording(last = Infinity): PhoneRecording {
    const from = (this.#rows.at(-1)?.[0] ?? 0) - last;
    let first = this.#rows.length;
    while (first > 0 && this.#rows[first - 1][0] >= from) first--;
    const rows = this.#rows.slice(first);
    if (rows.length < 2) throw new Error("The sensors have said nothing yet.");
    const column = (index: number) => Float64Array.from(rows, (row) => row[index]);
    const stream = (index: number): SensorStream => ({
      place: "the phone",
      times: column(0),
      axes: [index, index + 1, index + 2].map(column) as Axes,
    });
    return streamsToRecording(stream(4), [stream(1)]);
  }

  /** Returns everything as CSV that `deno task predict` reads. */
  csv(): string {
    const header = [
      "time (s)",
      ..."xyz".split("").map((axis) => `acceleration ${axis} (g)`),
      ..."xyz".split("").map((axis) => `gyroscope ${axis} (rad/s)`),
    ];
    return [header, ...this.#rows].map((cells) => cells.join(",")).join("\n") + "\n";
  }
}
