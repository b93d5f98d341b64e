import { assertAlmostEquals, assertEquals } from "@std/assert";
import { angleToExperiment, gravityDirection, orient } from "../../../lib/data/signals/orientation.ts";
import type { Axes } from "../../../lib/data/signals/recording.ts";

const axes = (...values: number[][]) => values.map((axis) => Float64Array.from(axis)) as Axes;

Deno.test("gravity is the mean of the acceleration, and its angle to x is told", () => {
  const direction = gravityDirection(axes([0.1, -0.1], [-2, -2], [0, 0]));
  direction.forEach((value, i) => assertAlmostEquals(value, [0, -1, 0][i], 1e-12));
  assertAlmostEquals(angleToExperiment(direction), 90, 1e-9);
  assertEquals(angleToExperiment([1, 0, 0]), 0);
});

Deno.test("a recording is turned by the shortest way, both sensors alike, and lengths stay", () => {
  for (const [down, turned] of [[[0, 0, 1], [0, 0, 1]], [[0.6, 0.8, 0], [0, 0, 1]], [[-1, 0, 0], [0, 1, 0]]]) {
    const recording = {
      acceleration: axes(...down.map((value) => [value])),
      rotation: axes(...turned.map((value) => [2 * value])),
    };
    const { acceleration, rotation } = orient(recording);
    acceleration.forEach((axis, i) => assertAlmostEquals(axis[0], [1, 0, 0][i], 1e-9));
    const inner = down.reduce((sum, value, i) => sum + value * turned[i], 0);
    assertAlmostEquals(rotation[0][0], 2 * inner, 1e-9);
    assertAlmostEquals(Math.hypot(...rotation.map((axis) => axis[0])), 2, 1e-9);
  }
  // What is perpendicular to both directions stays.
  const { rotation } = orient({ acceleration: axes([0], [1], [0]), rotation: axes([0], [0], [1]) });
  assertAlmostEquals(rotation[2][0], 1, 1e-9);
});
