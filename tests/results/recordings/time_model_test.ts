import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { answersOf } from "../../../lib/data/signals/activities.ts";
import { timeModel } from "../../../lib/results/recordings/hidden_markov_model.ts";

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
