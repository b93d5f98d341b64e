import { assertAlmostEquals, assertEquals, assertGreater, assertRejects, assertThrows } from "@std/assert";
import { generalizationGap, lateAccuracy } from "../../../lib/results/metrics/late_accuracy.ts";
import { calibration, fitTemperature, probabilitiesAt } from "../../../lib/results/metrics/calibration.ts";
import { possibleSizes } from "../../../lib/results/metrics/article_results.ts";
import { possibleSizesPlot } from "../../../lib/show/plots/possible_sizes_plot.ts";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
// @ts-types="npm:@types/d3-random@3.0.4"
import { randomNormal } from "d3-random";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import { seedDifference } from "../../../lib/results/metrics/seed_difference.ts";
import { groupTimes } from "../../../lib/results/metrics/group_times.ts";
import { medianMilliseconds } from "../../../lib/results/metrics/latency.ts";
import { confusionMatrix, normalizeRows, type Score, scores } from "../../../lib/results/metrics/scores.ts";
import type { Tensor2D } from "@tensorflow/tfjs-node-gpu";
import { featureSimilarity, partSimilarity } from "../../../lib/results/metrics/feature_similarity.ts";
import similarity from "./similarity.json" with { type: "json" };
import { leavingNoTensor } from "../../support/leaving_no_tensor.ts";

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

Deno.test("possibleSizes finds 277 of 281, 353 of 357 and 366 of 382, and not the official test set", () => {
  const sizes = (value: number) => possibleSizes(value, 600);
  assertEquals(sizes(0.9858).find(({ size }) => size === 281), { size: 281, errors: 4 });
  assertEquals(sizes(0.9888).find(({ size }) => size === 357), { size: 357, errors: 4 });
  assertEquals(sizes(0.9581).find(({ size }) => size === 382), { size: 382, errors: 16 });
  for (const [value, official] of [[0.9858, 420], [0.9888, 491], [0.9581, 532]]) {
    assertEquals(sizes(value).filter(({ size }) => size === official), []);
  }
});

Deno.test("possibleSizes agrees with trying every count", () => {
  const all = [];
  for (let size = 1; size <= 120; size++) {
    for (let hits = size; hits >= 0; hits--) {
      if ((hits / size).toFixed(2) === "0.93") all.push({ size, errors: size - hits });
    }
  }
  const order = (a: { size: number; errors: number }, b: typeof a) => a.size - b.size || a.errors - b.errors;
  assertEquals(possibleSizes(0.93, 120, 2).sort(order), all.sort(order));
});

Deno.test("the plot has a tick for each possible size and a dot for each set", () => {
  const figure = possibleSizesPlot([{ name: "a", value: 0.5, sets: { one: 4, two: 5 } }]);
  assertEquals(figure.querySelectorAll("g[aria-label=dot] circle").length, 2);
  assertEquals(figure.querySelectorAll("g[aria-label=tick] line").length, possibleSizes(0.5, 6).length);
});

const tf = await backend();

Deno.test(
  "groupTimes measures every number of groups and leaves no tensor",
  leavingNoTensor(async () => {
    const times = await groupTimes([1, 4], { input: 4, filters: 8, kernelSize: 3, size: 6, batch: 2 });
    assertEquals(times.length, 2);
    for (const { forward, training } of times) {
      assertGreater(forward, 0);
      assertGreater(training, 0);
    }
  }),
);

Deno.test("medianMilliseconds calls as often as it is told, and waits for what is promised", async () => {
  let calls = 0;
  const wait = () => new Promise((resolve) => setTimeout(resolve, ++calls === 7 ? 0 : 5));
  assertGreater(await medianMilliseconds(wait, { repeats: 4, warmUp: 3 }), 4);
  assertEquals(calls, 7);
});

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

const { rows, cases } = similarity;

/** The features of make_similarity.py. */
function features([width, pace]: number[]): Tensor2D {
  const value = (row: number, column: number) => Math.sin(pace * (row + 1) * (column + 1)) + 0.1 * column;
  return tf.tensor2d(
    Array.from({ length: rows }, (_, row) => Array.from({ length: width }, (_, column) => value(row, column))),
  );
}

Deno.test(
  "similarities are NumPy's, by kernels and by correlations",
  leavingNoTensor(async () => {
    for (const { x, y, alignment, correlation } of cases) {
      const sets = [features(x), features(y)];
      const found = await featureSimilarity(sets[0], sets[1]);
      assertAlmostEquals(found.alignment, alignment, 1e-5);
      assertAlmostEquals(found.correlation, correlation, 1e-5);
      tf.dispose(sets);
    }
  }),
);

Deno.test("a set is like itself turned and scaled; parts that repeat each other are alike, and a dead one like none", async () => {
  const x = features([2, 0.7]);
  const turned = tf.tidy(() =>
    tf.matMul(x, tf.tensor2d([[0.6, -0.8], [0.8, 0.6]])).mul<Tensor2D>(7).add(3) as Tensor2D
  );
  assertAlmostEquals((await featureSimilarity(x, turned)).alignment, 1, 1e-5);
  const four = tf.concat([x, x, x, x], 1) as Tensor2D;
  const same = await partSimilarity(four, 4);
  assertAlmostEquals(same.alignment, 1, 1e-5);
  assertAlmostEquals(same.correlation, (await featureSimilarity(x, x)).correlation, 1e-6);
  const dead = tf.concat([x, tf.zerosLike(x)], 1) as Tensor2D;
  assertEquals((await partSimilarity(dead, 2)).correlation, 0);
  await assertRejects(() => partSimilarity(four, 3), Error, "8 features cannot be cut into 3 equal parts");
  tf.dispose([x, turned, four, dead]);
});

/** Returns in which part of many studies without a true difference the interval over 21 people holds zero. */
function coverage(luck: number): number {
  const normal = randomNormal.source(seedrandom("coverage"));
  const nothing = new Map([...Array(21).keys()].map((person) => [person, 0]));
  const studies = Array.from({ length: 1000 }, () => {
    // Three trainings test seven people each; people differ as those of `conventional` do, in points.
    const shared = [0, 1, 2].map(normal(0, luck));
    const people = [...nothing.keys()].map((person) => [person, shared[person % 3] + normal(0, 1.8)()] as const);
    return seedDifference(new Map(people), nothing).interval!;
  });
  return studies.filter(([low, high]) => low <= 0 && high >= 0).length / studies.length;
}

Deno.test("an interval over people is true if a training's luck is as small as with averaged weights, not with the last", () => {
  assertAlmostEquals(coverage(0.3), 0.95, 0.02);
  assertAlmostEquals(coverage(1.64), 0.66, 0.05);
});
