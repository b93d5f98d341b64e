import { assertAlmostEquals, assertEquals } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { windowFrame } from "../../../lib/data/signals/window_frame.ts";
import { signals } from "../../../lib/data/signals/signals.ts";
import { meanSpectra } from "../../../lib/data/windows/spectra.ts";

const tf = await backend();
const length = 16;
const wave = Float32Array.from({ length }, (_, n) => Math.sin(1.3 * n) + 0.5 * Math.cos(0.4 * n) + 1);
/** SciPy 1.17.1: signal.periodogram(wave, fs=50, window="hann"), but for the frequency 0. */
const scipy = [
  0.02787663573225112,
  0.02777718002219921,
  0.0942983853608159,
  0.056601345190252235,
  0.0007559043383781276,
  2.6992977941201267e-5,
  4.03723419484445e-6,
  9.368632008553862e-7,
];

Deno.test("meanSpectra gives SciPy's periodogram, the mean of windows and axes", async () => {
  // One walking window with the wave on all axes; two sitting windows, of which one is silent.
  const signal = Float32Array.from([...wave, ...wave, ...new Float32Array(length)]);
  const frame = windowFrame(
    { activity: [1, 4, 4] },
    Object.fromEntries(signals.map((name) => [name, signal])),
    length,
  );
  const before = tf.memory().numTensors;
  const points = await meanSpectra(frame);
  assertEquals(tf.memory().numTensors, before);
  assertEquals(points.length, 2 * 2 * length / 2);
  const of = (activity: string) => points.filter((point) => point.activity === activity && point.sensor === "body_acc");
  assertEquals(of("walking").map(({ frequency }) => frequency), [3.125, 6.25, 9.375, 12.5, 15.625, 18.75, 21.875, 25]);
  of("walking").forEach(({ power }, i) => assertAlmostEquals(power, scipy[i], 1e-6));
  of("sitting").forEach(({ power }, i) => assertAlmostEquals(power, scipy[i] / 2, 1e-6));
});

Deno.test("at half the sample rate power counts once, since there is no second side", async () => {
  const alternating = Float32Array.from({ length }, (_, n) => n % 2 === 0 ? 1 : -1);
  const frame = windowFrame(
    { activity: [1] },
    Object.fromEntries(signals.map((name) => [name, alternating])),
    length,
  );
  const [last] = (await meanSpectra(frame)).filter(({ frequency }) => frequency === 25);
  // The Hann window of 16 samples has a sum of 8, and squares of it a sum of 6.
  assertAlmostEquals(last.power, 8 ** 2 / (50 * 6), 1e-6);
});
