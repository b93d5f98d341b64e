import { assertAlmostEquals, assertEquals } from "@std/assert";
import { recordingScores } from "../../../lib/results/metrics/recording_scores.ts";

/** Ten samples a second; what is told is written as a digit a sample. */
function scoresOf(told: string, segments: [activity: number, first: number, last: number][]) {
  const recording = {
    told: [...told].map(Number),
    segments: segments.map(([activity, first, last]) => ({ activity, first, last })),
  };
  return recordingScores([recording], { activities: 3, sampleRate: 10, tolerance: 0.2 });
}

Deno.test("samples are counted where there is a label", () => {
  const { accuracy, activities } = scoresOf("00001112222", [[0, 0, 3], [1, 5, 8]]);
  assertEquals(accuracy, 6 / 8);
  assertEquals(activities[0], { precision: 1, recall: 1, f1: 1 });
  assertEquals(activities[1], { precision: 1, recall: 0.5, f1: 2 / 3 });
  assertEquals([activities[2].precision, activities[2].recall], [0, NaN]);
});

Deno.test("a segment is found if half of it is told, and its borders are those of the stretch in it", () => {
  const { segments, found, segmentsOf, foundOf, borderError } = scoresOf("0011111000", [[0, 0, 3], [1, 4, 7], [
    2,
    8,
    9,
  ]]);
  assertEquals([segments, found, segmentsOf, foundOf], [3, 2, [1, 1, 1], [1, 1, 0]]);
  // Activity 0 ends 2 samples early; activity 1 begins 2 early and ends 1 early. Nothing is labelled before activity 0.
  assertAlmostEquals(borderError, (2 + 2 + 1) / 3 / 10, 1e-12);
});

Deno.test("stretches are inserted, segments split and merged", () => {
  assertEquals(scoresOf("0001100000", [[0, 0, 9]]).inserted, 1);
  assertEquals(scoresOf("0001100000", [[0, 0, 9]]).split, 1);
  // Most of the told stretch of activity 1 has no label, so nobody knows that it is wrong.
  assertEquals(scoresOf("0001110000", [[0, 0, 3], [0, 6, 9]]).inserted, 0);
  // Half of it is enough.
  assertEquals(scoresOf("0001100000", [[0, 0, 3], [0, 5, 9]]).inserted, 1);
  const { merged, split } = scoresOf("0000000000", [[0, 0, 3], [1, 4, 5], [0, 6, 9]]);
  assertEquals([merged, split], [1, 0]);
  // Between these nothing is labelled, so the activity may have gone on.
  assertEquals(scoresOf("0000000000", [[0, 0, 3], [0, 6, 9]]).merged, 0);
});

Deno.test("changes inside a segment are false unless they are near its border", () => {
  // Ten samples are a second; changes at 1 (near the border), 5 and 6.
  const { falseChanges } = scoresOf("0111101111", [[1, 0, 9]]);
  assertAlmostEquals(falseChanges, 2 / (10 / 10 / 60), 1e-9);
  assertEquals(scoresOf("0111111111", [[1, 0, 9]]).falseChanges, 0);
  assertEquals(scoresOf("1111111110", [[1, 0, 9]]).falseChanges, 0);
});
