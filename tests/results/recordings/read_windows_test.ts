import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Recording, segmentFrame } from "../../../lib/data/signals/recording.ts";
import { answerShares } from "../../../lib/results/recordings/answer_shares.ts";
import { liveDelay, readWindows } from "../../../lib/results/recordings/read_windows.ts";

const recordings = [{ experiment: 1, subject: 1 }, { experiment: 2, subject: 2 }] as Recording[];
const segments = segmentFrame(recordings, [
  { experiment: 1, activity: 9, first: 40, last: 63 },
  { experiment: 1, activity: 5, first: 0, last: 31 },
  { experiment: 2, activity: 6, first: 0, last: 99 },
]);

Deno.test("an answer is as frequent as windows have their middles where it is labelled", () => {
  const options = { windowLength: 16, step: 8, people: [1] };
  const shares = (counts: number[]) =>
    counts.map((count) => (count + 0.1) / (counts.reduce((a, b) => a + b) + 0.1 * counts.length));
  const assertShares = (actual: number[], counts: number[]) => {
    assertEquals(actual.length, counts.length);
    shares(counts).forEach((share, answer) => assertAlmostEquals(actual[answer], share, 1e-12));
  };
  // Middles at 8, 16, 24 (standing), 32 (no label), 40, 48, 56 (sit to lie).
  assertShares(answerShares(segments, { ...options, answers: 7 }), [0, 0, 0, 0, 3, 0, 3]);
  assertShares(answerShares(segments, { ...options, answers: 12 }), [0, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0]);
  assertShares(answerShares(segments, { ...options, answers: 6 }), [0, 0, 0, 0, 3, 0]);
  assertShares(answerShares(segments, { ...options, people: [1, 2], answers: 7 }), [0, 0, 0, 0, 3, 12, 3]);
});

const markov = { start: [0.5, 0.5], transition: [[0.95, 0.05], [0.05, 0.95]] };
const logits = [[2, 0], [2, 0], [0, 1], [2, 0], [0, 3], [0, 3], [0, 3]];

Deno.test("smoothing removes a single window that nothing around it supports", () => {
  const answers = (rows: number[][]) => rows.map((row) => row.indexOf(Math.max(...row)));
  assertEquals(answers(readWindows(logits)), [0, 0, 1, 0, 1, 1, 1]);
  for (const reading of ["smoothed", "path"] as const) {
    assertEquals(answers(readWindows(logits, { reading, markov, weight: 1 })), [0, 0, 0, 0, 1, 1, 1]);
  }
  const live = answers(readWindows(logits, { reading: "live", markov, weight: 1, delay: 0 }));
  assertEquals([...live.slice(0, 4), ...live.slice(5)], [0, 0, 0, 0, 1, 1]);
  assertAlmostEquals(readWindows([[2, 0]], { temperature: 2 })[0][0], 1 / (1 + Math.exp(-1)), 1e-12);
  assertThrows(
    () => readWindows(logits, { reading: "smoothed" }),
    Error,
    "this run did not keep: take one that was trained on HAPT",
  );
});

Deno.test("a window counts by a quarter among others unless told otherwise, and live reading waits for four", () => {
  assertEquals(
    readWindows(logits, { reading: "smoothed", markov }),
    readWindows(logits, { reading: "smoothed", markov, weight: 0.25 }),
  );
  // Two windows: the posterior of the first is its own likelihood ^ 1/4, and that of the second by way of the transition.
  const [[first]] = readWindows([[2, 0], [0, 1]], { reading: "smoothed", markov });
  const [a, b, c, d] = [2, 0, 0, 1].map((logit, i) =>
    (Math.exp(logit) / (i < 2 ? Math.exp(2) + 1 : 1 + Math.exp(1))) ** 0.25
  );
  const [stay, change] = [a * (0.95 * c + 0.05 * d), b * (0.05 * c + 0.95 * d)];
  assertAlmostEquals(first, stay / (stay + change), 1e-12);
  assertEquals(
    readWindows(logits, { reading: "live", markov }),
    readWindows(logits, { reading: "live", markov, delay: 4 }),
  );
  assertEquals(liveDelay(128, 32), 80 + 4 * 32);
  // A window that is sure leaves a millionth to the other answers.
  assertAlmostEquals(readWindows([[0, 40]], { reading: "smoothed", markov, weight: 1 })[0][0], 1e-6, 1e-9);
});
