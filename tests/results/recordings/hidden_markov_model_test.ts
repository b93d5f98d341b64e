import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import expected from "./markov.json" with { type: "json" };
import {
  type HiddenMarkovModel,
  live,
  mostProbablePath,
  smoothed,
  timeModel,
} from "../../../lib/results/recordings/hidden_markov_model.ts";
import { answersOf } from "../../../lib/data/signals/activities.ts";

/** The case of make_markov.py, which wrote markov.json by hmmlearn. */
const model: HiddenMarkovModel = {
  start: [0.5, 0.3, 0.2],
  transition: [[0.9, 0.07, 0.03], [0.1, 0.85, 0.05], [0.02, 0.18, 0.8]],
};
const likelihood = [[0.6, 0.2, 0.15, 0.05], [0.1, 0.5, 0.2, 0.2], [0.05, 0.1, 0.25, 0.6]];
const seen = [0, 0, 1, 3, 2, 3, 1, 1, 0, 2, 3, 3, 0, 1];
const emissions = seen.map((symbol) => likelihood.map((row) => row[symbol]));

function assertRows(actual: number[][], rows: number[][]): void {
  assertEquals(actual.length, rows.length);
  actual.forEach((row, i) => row.forEach((value, k) => assertAlmostEquals(value, rows[i][k], 1e-9)));
}

Deno.test("forward-backward, forward alone, a delay and Viterbi give hmmlearn's numbers", () => {
  assertRows(smoothed(model, emissions), expected.smoothed);
  assertRows(live(model, emissions), expected.live);
  assertRows(live(model, emissions, { delay: 2 }), expected.delayed);
  assertEquals(mostProbablePath(model, emissions), expected.path);
});

Deno.test("a factor of a window's likelihoods changes nothing, and a thousand windows do not underflow", () => {
  const scaled = emissions.map((row, i) => row.map((value) => value * 10 ** (i - 5)));
  assertRows(smoothed(model, scaled), expected.smoothed);
  const many = Array.from({ length: 1000 }, (_, i) => emissions[i % emissions.length].map((value) => value * 1e-30));
  const rows = smoothed(model, many);
  assertAlmostEquals(rows[500].reduce((a, b) => a + b), 1, 1e-12);
  assertEquals(mostProbablePath(model, many).length, 1000);
  assertEquals([smoothed(model, []), live(model, []), mostProbablePath(model, [])], [[], [], []]);
});

/** Returns the probability that an answer follows another a window later. */
function modelOf(answers: number): (now: string, next: string) => number {
  const names = answersOf(answers);
  const matrix = timeModel(answers, { step: 32 });
  return (now, next) => matrix[names.indexOf(now)][names.indexOf(next)];
}

Deno.test("activities last twelve seconds and movements three, and rows add up to one", () => {
  for (const answers of [6, 7]) {
    const matrix = timeModel(answers, { step: 32 });
    for (const [now, row] of matrix.entries()) {
      assertAlmostEquals(row.reduce((sum, value) => sum + value, 0), 1, 1e-12);
      assertAlmostEquals(row[now], 1 - 0.64 / (now < 6 ? 12 : 3), 1e-12);
      assert(row.every((value) => value > 0));
    }
  }
});

Deno.test("on the feet anything may follow anything, and another posture follows a movement", () => {
  const model = modelOf(7);
  const moving = "moving between postures";
  assertEquals(model("walking", "standing"), model("standing", "walking"));
  assertEquals(model("walking", "standing"), model("walking upstairs", "walking downstairs"));
  assertEquals(model("walking", "standing"), model("walking", moving));
  assertAlmostEquals(model("laying", "walking"), 0.003 * model("laying", moving), 1e-12);
  assertEquals(model(moving, "laying"), model(moving, "walking"));
});

Deno.test("without an answer for movements every change is as likely", () => {
  const model = modelOf(6);
  assertAlmostEquals(model("laying", "walking"), 0.64 / 12 / 5, 1e-12);
  assertEquals(model("laying", "walking"), model("standing", "walking"));
});
