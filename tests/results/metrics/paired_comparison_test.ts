import { assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import { pairedComparison } from "../../../lib/results/metrics/paired_comparison.ts";

/** Rightness of two predictions: so many right in both, in the first alone, in the second alone, in none. */
function rights(both: number, first: number, second: number, none: number): [boolean[], boolean[]] {
  const list = (...parts: [boolean, number][]) =>
    parts.flatMap(([right, count]) => new Array<boolean>(count).fill(right));
  return [
    list([true, both + first], [false, second + none]),
    list([true, both], [false, first], [true, second], [false, none]),
  ];
}

/** Made with SciPy's binomtest(fewer, total).pvalue. */
const expected: [fewer: number, total: number, probability: number][] = [
  [3, 15, 0.03515625],
  [10, 30, 0.09873714670538905],
  [5, 10, 1],
  [40, 100, 0.05688793364098089],
  [0, 0, 1],
];

for (const [fewer, total, probability] of expected) {
  Deno.test(`McNemar's exact probability is SciPy's: ${fewer} of ${total} disagreements`, () => {
    const [first, second] = rights(50, fewer, total - fewer, 2);
    const result = pairedComparison(first, second, { draws: 10 });
    assertEquals([result.onlyFirst, result.onlySecond], [fewer, total - fewer]);
    assertAlmostEquals(result.probability, probability, 1e-10);
    assertAlmostEquals(result.difference, (2 * fewer - total) / (52 + total), 1e-12);
  });
}

Deno.test("the bootstrap interval is that of the normal distribution where examples are many, and the same for the same seed", () => {
  const [first, second] = rights(1800, 120, 60, 20);
  const result = pairedComparison(first, second, { draws: 4000 });
  const deviation = Math.sqrt((180 / 2000 - (60 / 2000) ** 2) / 2000);
  for (const [index, sign] of [-1, 1].entries()) {
    assertLess(Math.abs(result.interval[index] - (0.03 + sign * 1.96 * deviation)), 0.1 * deviation);
  }
  assertEquals(pairedComparison(first, second, { draws: 4000 }), result);
});

Deno.test("different examples cannot be paired", () => {
  assertThrows(() => pairedComparison([true], [true, false]), Error, "there are 1 and 2");
  assertThrows(() => pairedComparison([], []), Error, "there are 0 and 0");
});
