import { assertEquals, assertGreater } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { groupCosts, groupTimes } from "../../../lib/results/metrics/group_costs.ts";
import { medianMilliseconds } from "../../../lib/results/metrics/latency.ts";

const tf = await backend();

Deno.test("the article's example, 256 to 512 channels, counted from built layers", () => {
  const parameters = 9 * 256 * 512;
  assertEquals(groupCosts([1, 4]), [
    { groups: 1, parameters, operations: 28 * 28 * parameters },
    { groups: 4, parameters: parameters / 4, operations: 28 * 28 * parameters / 4 },
  ]);
});

Deno.test("groupTimes measures every number of groups and leaves no tensor", async () => {
  const before = tf.memory().numTensors;
  const times = await groupTimes([1, 4], { input: 4, filters: 8, size: 6, batch: 2 });
  assertEquals(times.map(({ groups }) => groups), [1, 4]);
  for (const { forward, training } of times) {
    assertGreater(forward, 0);
    assertGreater(training, 0);
  }
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("medianMilliseconds calls as often as it is told", async () => {
  let calls = 0;
  assertGreater(await medianMilliseconds(() => void calls++, { repeats: 4, warmUp: 3 }) + 1, 0);
  assertEquals(calls, 7);
});
