import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { butterworth } from "../../lib/data/butterworth.ts";
import { linearFilter } from "../../lib/data/linear_filter.ts";
import { medianFilter } from "../../lib/data/median_filter.ts";

/** The input of all filters: sin(1.3 i) + 0.5 cos(0.4 i) + 1. */
const x = Float64Array.from({ length: 12 }, (_, i) => Math.sin(i * 1.3) + 0.5 * Math.cos(i * 0.4) + 1);

function assertClose(actual: ArrayLike<number>, expected: number[], tolerance: number): void {
  assertEquals(actual.length, expected.length);
  expected.forEach((value, i) => assertAlmostEquals(actual[i], value, tolerance));
}

Deno.test("butterworth gives SciPy's coefficients", () => {
  const third = butterworth(3, 20, 50);
  assertClose(third.b, [0.5276243825019432, 1.5828731475058295, 1.5828731475058295, 0.5276243825019432], 1e-12);
  assertClose(third.a, [1, 1.7600418803431688, 1.1828932620378303, 0.2780599176345463], 1e-12);
  const slow = butterworth(3, 0.3, 50);
  assertClose(
    slow.b,
    [6.4518491290909294e-6, 1.9355547387272787e-5, 1.9355547387272787e-5, 6.4518491290909294e-6],
    1e-14,
  );
  assertClose(slow.a, [1, -2.9246062354506974, 2.852027818593894, -0.9273699683501638], 1e-12);
  const fourth = butterworth(4, 10, 50);
  assertClose(
    fourth.a,
    [1, -0.7820951980233375, 0.6799785269162995, -0.18267569775303227, 0.030118875043169235],
    1e-12,
  );
});

Deno.test("butterworth refuses a cutoff beyond half the sample rate", () => {
  assertThrows(() => butterworth(3, 25, 50), Error, "25 Hz is not between 0 and half the sample rate of 50 Hz");
});

Deno.test("linearFilter gives what SciPy's lfilter gives from a steady start", () => {
  assertClose(linearFilter(butterworth(3, 20, 50), x), [
    1.5,
    1.987571720438167,
    2.2965471390597183,
    1.0288494171265739,
    -0.01599961932783999,
    0.6296974403625464,
    1.50022741769644,
    1.2941958156560271,
    0.053377981379554684,
    -0.468343879177227,
    0.5750589708471621,
    1.7193516480832343,
  ], 1e-12);
  const slow = linearFilter(butterworth(3, 0.3, 50), x);
  assertAlmostEquals(slow[11], 1.498366082021177, 1e-9);
});

Deno.test("linearFilter leaves a constant signal as it is", () => {
  const y = linearFilter(butterworth(3, 0.3, 50), new Float64Array(500).fill(0.98));
  assertAlmostEquals(y[499], 0.98, 1e-9);
});

Deno.test("medianFilter gives what SciPy's medfilt gives", () => {
  assertEquals([...medianFilter(Float64Array.of(3, -1, 2, 5, 4))], [0, 2, 2, 4, 4]);
  assertClose(medianFilter(x).slice(0, 4), [1.5, 1.863854726495047, 1.863854726495047, 0.4934127180543626], 1e-12);
});
