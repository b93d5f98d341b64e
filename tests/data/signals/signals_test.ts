import { assertAlmostEquals, assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { sensorNotes } from "../../../lib/data/signals/sensor_notes.ts";
import type { Axes } from "../../../lib/data/signals/recording.ts";
import { medianRate, resample } from "../../../lib/data/signals/resample.ts";
import { angleToExperiment, gravityDirection, orient } from "../../../lib/data/signals/orientation.ts";

/** Returns the notes of sensors of which the acceleration does not change for some samples, and the rotation goes on. */
function notesOf(still: number): string[] {
  const axis = (shift: number) => Float64Array.from({ length: 100 }, (_, i) => Math.sin(i + shift));
  const acceleration = [0, 1, 2].map(axis) as Axes;
  for (const values of acceleration) values.fill(0.5, 10, 10 + still);
  const rotation = [3, 4, 5].map(axis) as Axes;
  const places = { acceleration: "A", rotation: "R" };
  return sensorNotes(places, { acceleration, rotation }, (index) => `at ${index}`);
}

Deno.test("a sensor stands still if it gives the same for half a second, 25 samples, and not for less", () => {
  assertEquals(notesOf(24), []);
  assertStringIncludes(notesOf(25)[0], "A: the values stand still once, for 0.5 s at most; the first time at 10.");
});

const rate = 200;
const times = Float64Array.from({ length: 8 * rate }, (_, i) => i / rate);

/** Returns the amplitude that is left of a wave of some frequency, Hz, in the middle of the resampled signal. */
function amplitude(frequency: number): number {
  const wave = times.map((time) => Math.sin(2 * Math.PI * frequency * time));
  const resampled = resample(times, wave, 0, 8 * 50 - 1).subarray(100, 300);
  return Math.sqrt(2 * resampled.reduce((sum, value) => sum + value ** 2, 0) / resampled.length);
}

Deno.test("200 samples a second become 50: what people do stays, and what is too fast for the new rate goes", () => {
  assertAlmostEquals(medianRate(times), rate, 1e-9);
  assertAlmostEquals(amplitude(2), 1, 0.01);
  // A Butterworth filter of order 8 at 22.5 Hz, forwards and backwards, halves the amplitude there.
  assertAlmostEquals(amplitude(22.5), 0.5, 0.02);
  assertLess(amplitude(40), 0.01);
});

Deno.test("a signal with jittered time stamps is interpolated between them", () => {
  const jittered = Float64Array.from({ length: 200 }, (_, i) => (i + 0.3 * Math.sin(7 * i)) / 50);
  const slope = jittered.map((time) => 3 * time);
  resample(jittered, slope, 0.5, 100).forEach((value, i) => assertAlmostEquals(value, 3 * (0.5 + i / 50), 1e-9));
});

const axes = (...values: number[][]) => values.map((axis) => Float64Array.from(axis)) as Axes;

Deno.test("gravity is the mean of the acceleration, and its angle to x is told", () => {
  const direction = gravityDirection(axes([0.1, -0.1], [-2, -2], [0, 0]));
  direction.forEach((value, i) => assertAlmostEquals(value, [0, -1, 0][i], 1e-12));
  assertAlmostEquals(angleToExperiment(direction), 90, 1e-9);
  assertEquals(angleToExperiment([1, 0, 0]), 0);
});

Deno.test("a recording is turned by the shortest way, both sensors alike, and lengths stay", () => {
  for (const [down, turned] of [[[0, 0, 1], [0, 0, 1]], [[0.6, 0.8, 0], [0, 0, 1]], [[-1, 0, 0], [0, 1, 0]]]) {
    const recording = {
      acceleration: axes(...down.map((value) => [value])),
      rotation: axes(...turned.map((value) => [2 * value])),
    };
    const { acceleration, rotation } = orient(recording);
    acceleration.forEach((axis, i) => assertAlmostEquals(axis[0], [1, 0, 0][i], 1e-9));
    const inner = down.reduce((sum, value, i) => sum + value * turned[i], 0);
    assertAlmostEquals(rotation[0][0], 2 * inner, 1e-9);
    assertAlmostEquals(Math.hypot(...rotation.map((axis) => axis[0])), 2, 1e-9);
  }
  // What is perpendicular to both directions stays.
  const { rotation } = orient({ acceleration: axes([0], [1], [0]), rotation: axes([0], [0], [1]) });
  assertAlmostEquals(rotation[2][0], 1, 1e-9);
});
