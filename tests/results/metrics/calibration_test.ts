import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { calibration, fitTemperature, probabilitiesAt } from "../../../lib/results/metrics/calibration.ts";

Deno.test("the temperature makes as many windows right as their probabilities promise", () => {
  // Of ten windows with the same logits eight are right: the probability that fits is 0.8, so 2 / T = ln 4.
  const logits = Array.from({ length: 10 }, () => [2, 0]);
  const labels = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
  const temperature = fitTemperature(logits, labels);
  assertAlmostEquals(temperature, 2 / Math.log(4), 1e-5);
  assertAlmostEquals(probabilitiesAt(temperature, logits)[0][0], 0.8, 1e-6);
  assertThrows(() => fitTemperature([], []), Error, "there are none");
});

Deno.test("the calibration error is the mean difference of confidence and accuracy over the bins", () => {
  const probabilities = [[0.9, 0.1], [0.95, 0.05], [0.4, 0.6], [0, 1]];
  const { bins, error, negativeLogLikelihood } = calibration(probabilities, [0, 1, 1, 1], { bins: 2 });
  assertEquals(bins.map(({ windows }) => windows), [0, 4]);
  assertAlmostEquals(bins[1].confidence, 3.45 / 4, 1e-12);
  assertEquals(bins[1].accuracy, 0.75);
  assertAlmostEquals(error, 0.45 / 4, 1e-12);
  const expected = -(Math.log(0.9) + Math.log(0.05) + Math.log(0.6)) / 4;
  assertAlmostEquals(negativeLogLikelihood, expected, 1e-12);
  const fine = calibration(probabilities, [0, 1, 1, 1], { bins: 10 });
  // 0.9 and 0.95 lie in [0.9, 1], 0.6 in [0.6, 0.7), 1 in the last bin as well.
  assertEquals(fine.bins.map(({ windows }) => windows), [0, 0, 0, 0, 0, 0, 1, 0, 0, 3]);
  assertAlmostEquals(fine.error, (Math.abs(0.9 + 0.95 + 1 - 2) + Math.abs(0.6 - 1)) / 4, 1e-12);
});
