import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { butterworth, linearFilter, zeroPhaseFilter } from "../../../lib/data/signals/linear_filter.ts";
import { filterRecording, medianFilter } from "../../../lib/data/signals/signal_filters.ts";
import { signals } from "../../../lib/data/signals/signals.ts";
import scipy from "../../reference/filters.json" with { type: "json" };

const signal = Float64Array.from(scipy.signal);

function assertClose(actual: ArrayLike<number>, expected: number[], tolerance: number): void {
  assertEquals(actual.length, expected.length);
  expected.forEach((value, i) => assertAlmostEquals(actual[i], value, tolerance, `number ${i}`));
}

for (const { order, cutoff, b, a, steady, rest, zeroPhase } of scipy.designs) {
  Deno.test(`Butterworth of order ${order} at ${cutoff} Hz: coefficients and signals are SciPy's`, () => {
    const design = butterworth(order, cutoff, scipy.rate);
    assertClose(design.b, b, 1e-9 * Math.max(...b));
    assertClose(design.a, a, 1e-9 * Math.max(...a));
    assertClose(linearFilter(design, signal), steady, 1e-8);
    assertClose(linearFilter(design, signal, { start: "rest" }), rest, 1e-8);
    assertClose(zeroPhaseFilter(design, signal), zeroPhase, 1e-7);
  });
}

Deno.test("butterworth refuses a cutoff beyond half the sample rate", () => {
  assertThrows(() => butterworth(3, 25, 50), Error, "25 Hz is not between 0 and half the sample rate of 50 Hz");
});

Deno.test("linearFilter leaves a constant signal as it is, and from rest swings in", () => {
  const constant = new Float64Array(500).fill(0.98);
  assertAlmostEquals(linearFilter(butterworth(3, 0.3, 50), constant)[499], 0.98, 1e-9);
  const rising = linearFilter(butterworth(3, 0.3, 50), constant, { start: "rest" });
  assertAlmostEquals(rising[0], 0, 1e-5);
  assertAlmostEquals(rising[499], 0.98, 1e-3);
});

Deno.test("a filter without delay says how long a signal must be", () => {
  const short = () => zeroPhaseFilter(butterworth(3, 20, 50), new Float64Array(12));
  assertThrows(short, Error, "takes more than 12 samples, and the signal has 12");
});

Deno.test("medianFilter gives what SciPy's medfilt gives", () => {
  assertEquals([...medianFilter(Float64Array.of(3, -1, 2, 5, 4))], [0, 2, 2, 4, 4]);
  assertClose(medianFilter(signal), scipy.median, 1e-12);
});

Deno.test("filterRecording: gravity is in total_acc alone, and only the official filters take a steady drift away", () => {
  const constant = (value: number) => new Float64Array(3000).fill(value);
  const recording = {
    experiment: 1,
    subject: 1,
    acceleration: [constant(0.9), constant(0.1), constant(-0.2)] as [Float64Array, Float64Array, Float64Array],
    rotation: [constant(0.05), constant(0), constant(0)] as [Float64Array, Float64Array, Float64Array],
  };
  for (const [name, drift] of [["official", 0], ["described", 0.05]] as const) {
    const filtered = filterRecording(recording, name);
    assertEquals(Object.keys(filtered).sort(), [...signals].sort());
    const middle = (of: keyof typeof filtered) => filtered[of][1500];
    assertAlmostEquals(middle("total_acc_x"), 0.9, 1e-6);
    assertAlmostEquals(middle("body_acc_z"), 0, 1e-6);
    assertAlmostEquals(middle("body_gyro_x"), drift, 1e-3, name);
  }
});
