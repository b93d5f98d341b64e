import { assertAlmostEquals, assertLess } from "@std/assert";
import { medianRate, resample } from "../../../lib/data/signals/resample.ts";

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
