import { assertEquals, assertNotEquals } from "@std/assert";
import type { Axes } from "../../../lib/data/signals/recording.ts";
import { randomOrder } from "../../../lib/results/recordings/random_order.ts";

/** A recording of ten samples a segment, each of which holds its label, and two samples between that hold none. */
function recorded(experiment: number, labels: number[]) {
  const length = 12 * labels.length;
  const axis = Float64Array.from({ length }, (_, i) => i % 12 < 10 ? labels[Math.floor(i / 12)] : 0);
  const axes = [axis, axis.map((value) => -value), axis.map((value) => 2 * value)] as Axes;
  const segments = labels.map((activity, i) => ({ experiment, activity, first: 12 * i, last: 12 * i + 9 }));
  return { recording: { experiment, subject: 7, acceleration: axes, rotation: axes }, segments };
}

const recordings = [recorded(1, [5, 7, 4, 9, 6, 12, 1, 2]), recorded(2, [1, 3, 8, 10, 11, 5])];

Deno.test("a random order has every segment once, a person's own movement where one is needed, and their samples", () => {
  const { recording, segments } = randomOrder(recordings);
  const labels = segments.map(({ activity }) => activity);
  assertEquals(labels.filter((label) => label <= 6).sort(), [1, 1, 2, 3, 4, 5, 5, 6]);
  const posture = (label: number) => label === 4 ? "sit" : label === 6 ? "lie" : "stand";
  const movement: Record<string, number> = {
    "stand sit": 7,
    "sit stand": 8,
    "sit lie": 9,
    "lie sit": 10,
    "stand lie": 11,
    "lie stand": 12,
  };
  const expected = labels.filter((label) => label <= 6).flatMap((label, i, all) => {
    const needed = i === 0 ? undefined : movement[`${posture(all[i - 1])} ${posture(label)}`];
    return needed === undefined ? [label] : [needed, label];
  });
  assertEquals(labels, expected);
  for (const { activity, first, last } of segments) {
    assertEquals(last - first, 9);
    assertEquals([...recording.acceleration[1].subarray(first, last + 1)], new Array(10).fill(-activity));
    assertEquals(recording.rotation[2][first], 2 * activity);
  }
  assertEquals(recording.acceleration[0].length, 10 * segments.length);
  assertEquals(randomOrder(recordings), randomOrder(recordings, { seed: 1 }));
  assertNotEquals(labels, randomOrder(recordings, { seed: 2 }).segments.map(({ activity }) => activity));
});
