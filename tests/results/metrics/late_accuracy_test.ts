import { assertAlmostEquals, assertEquals } from "@std/assert";
import { generalizationGap, lateAccuracy } from "../../../lib/results/metrics/late_accuracy.ts";

const epochs = [
  { epoch: 1, loss: 1, accuracy: 0.5, testAccuracy: 0.1, seconds: 1 },
  { epoch: 2, loss: 1, accuracy: 0.8, testAccuracy: 0.7, seconds: 1 },
  { epoch: 3, loss: 1, accuracy: 0.9, testAccuracy: 0.6, seconds: 1 },
];

Deno.test("accuracy and gap are means over the last tested epochs, without those before a training was prolonged", () => {
  const run = { settings: { testedEpochs: 2 }, history: epochs, test: { accuracy: 0.6 } };
  assertAlmostEquals(lateAccuracy(run), 0.65);
  assertAlmostEquals(generalizationGap(run), 0.2);
});

Deno.test("a run that was tested once has the accuracy and the gap of its end", () => {
  const history = epochs.map(({ testAccuracy: _, ...epoch }) => epoch);
  const run = { settings: { testedEpochs: 1 }, history, test: { accuracy: 0.6 } };
  assertEquals(lateAccuracy(run), 0.6);
  assertAlmostEquals(generalizationGap(run), 0.3);
});
