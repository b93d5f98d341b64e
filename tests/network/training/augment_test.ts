import type { Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { augment, type AugmentationOptions, mixed, rotations } from "../../../lib/network/training/loss.ts";
import { leavingNoTensor } from "../../support/leaving_no_tensor.ts";

const tf = await backend();
const standardization = {
  mean: [0, 0, 0, 0.1, 0, 0, 0.8, 0, 0.1],
  deviation: [0.2, 0.1, 0.1, 0.4, 0.4, 0.3, 0.4, 0.5, 0.3],
};
const windows = () => tf.randomNormal([64, 32, 9, 1], 0, 1, "float32", 3) as Tensor4D;
const seed = (step: number) => tf.tensor1d([1, step], "int32");

/** Augments windows and returns them before and after in their units, [window][time][sensor]. */
function inUnits(options: AugmentationOptions): [number[][][], number[][][]] {
  return tf.tidy(() => {
    const x = windows();
    const units = (x: Tensor4D) =>
      x.squeeze([3]).mul(standardization.deviation).add(standardization.mean).arraySync() as number[][][];
    return [units(x), units(augment(x, seed(1), { ...options, standardization }))];
  });
}

const length = (vector: number[]) => Math.hypot(...vector);
const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);

Deno.test("a quarter turn about z turns x into y", () => {
  tf.tidy(() => {
    const turned = rotations(tf.tensor2d([[0, 0, 1]]), tf.tensor3d([[[Math.PI / 2]]])).arraySync() as number[][][];
    turned[0].flat().forEach((value, i) => assertAlmostEquals(value, [0, 1, 0, -1, 0, 0, 0, 0, 1][i], 1e-6));
  });
});

Deno.test(
  "a rotation keeps lengths and angles between sensors, and turns nothing further than it may",
  leavingNoTensor(() => {
    const [x, y] = inUnits({ rotation: 15 });
    let largest = 0;
    for (const [window, times] of x.entries()) {
      for (const [time, values] of times.entries()) {
        const turned = y[window][time];
        const sensors = (row: number[]) => [row.slice(0, 3), row.slice(3, 6), row.slice(6)];
        const [a, b] = [sensors(values), sensors(turned)];
        for (const i of [0, 1, 2]) {
          assertAlmostEquals(length(a[i]), length(b[i]), 1e-5);
          assertAlmostEquals(dot(a[i], a[(i + 1) % 3]), dot(b[i], b[(i + 1) % 3]), 1e-5);
          const cosine = dot(a[i], b[i]) / length(a[i]) / length(b[i]);
          largest = Math.max(largest, Math.acos(Math.min(1, cosine)) * 180 / Math.PI);
        }
      }
    }
    assertLess(largest, 15.2);
    assertLess(12, largest);
  }),
);

Deno.test("scaling gives each signal of a window one factor, with the deviation asked for", () => {
  const [x, y] = inUnits({ scaling: 0.1 });
  const factors = x.flatMap((times, w) => times[0].map((value, s) => y[w][0][s] / value));
  x.forEach((times, w) =>
    times[20].forEach((value, s) => assertAlmostEquals(y[w][20][s], value * factors[w * 9 + s], 1e-3))
  );
  const mean = factors.reduce((a, b) => a + b) / factors.length;
  const deviation = Math.sqrt(factors.reduce((sum, factor) => sum + (factor - mean) ** 2, 0) / factors.length);
  assertAlmostEquals(mean, 1, 0.02);
  assertAlmostEquals(deviation, 0.1, 0.015);
});

Deno.test("noise has its deviation", () => {
  tf.tidy(() => {
    const x = windows();
    const noise = augment(x, seed(2), { noise: 0.05 }).sub(x);
    assertAlmostEquals(tf.moments(noise).variance.sqrt().dataSync()[0], 0.05, 0.001);
  });
});

Deno.test("the seed decides: the same numbers for one step, others for the next", () => {
  const options = { rotation: 15, scaling: 0.1, noise: 0.05, standardization };
  tf.tidy(() => {
    const x = windows();
    const numbers = (step: number) => [...augment(x, seed(step), options).dataSync()];
    assertEquals(numbers(5), numbers(5));
    assertNotEquals(numbers(5), numbers(6));
  });
});

Deno.test("mixup keeps its part of each row and takes the rest from the row at the other end", () => {
  tf.tidy(() => {
    const rows = mixed(tf.tensor2d([[1, 0], [0, 4], [10, 20]]), tf.scalar(0.75)).arraySync();
    assertEquals(rows, [[3.25, 5], [0, 4], [7.75, 15]]);
  });
});
