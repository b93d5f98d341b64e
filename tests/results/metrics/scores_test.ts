import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { confusionMatrix, normalizeRows, type Score, scores } from "../../../lib/results/metrics/scores.ts";

// Class 4 has no windows and is never predicted; class 5 has one and is never predicted.
const truth = [0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 5];
const predicted = [0, 0, 1, 1, 1, 2, 2, 3, 0, 3, 2, 2];
const counts = confusionMatrix(truth, predicted, 6);

function assertScore(actual: Score, [precision, recall, f1]: number[]): void {
  assertAlmostEquals(actual.precision, precision, 1e-12);
  assertAlmostEquals(actual.recall, recall, 1e-12);
  assertAlmostEquals(actual.f1, f1, 1e-12);
}

Deno.test("confusionMatrix has true classes in rows, as scikit-learn's", () => {
  assertEquals(counts, [
    [2, 1, 0, 0, 0, 0],
    [0, 2, 0, 0, 0, 0],
    [1, 0, 2, 1, 0, 0],
    [0, 0, 1, 1, 0, 0],
    [0, 0, 0, 0, 0, 0],
    [0, 0, 1, 0, 0, 0],
  ]);
});

Deno.test("scores are scikit-learn's, zero divisions included", () => {
  const result = scores(counts);
  assertAlmostEquals(result.accuracy, 0.5833333333333334, 1e-12);
  const expected = [[2 / 3, 2 / 3, 2 / 3], [2 / 3, 1, 0.8], [0.5, 0.5, 0.5], [0.5, 0.5, 0.5], [0, 0, 0], [0, 0, 0]];
  expected.forEach((score, index) => assertScore(result.classes[index], score));
  assertEquals(result.classes.map(({ support }) => support), [3, 2, 4, 2, 0, 1]);
  assertScore(result.weighted, [0.5277777777777778, 0.5833333333333334, 0.5499999999999999]);
  assertScore(result.macro, [0.38888888888888884, 0.4444444444444444, 0.41111111111111115]);
});

Deno.test("normalizeRows gives the recall on the diagonal and leaves an empty row 0", () => {
  const rows = normalizeRows(counts);
  assertEquals(rows[2], [0.25, 0, 0.5, 0.25, 0, 0]);
  assertEquals(rows[4], [0, 0, 0, 0, 0, 0]);
});

Deno.test("confusionMatrix refuses lengths that differ and classes out of range", () => {
  assertThrows(() => confusionMatrix([0, 1], [0], 2), Error, "2 true classes and 1 predicted");
  assertThrows(() => confusionMatrix([0], [2], 2), Error, "not both below 2");
});
