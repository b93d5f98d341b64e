import pl from "nodejs-polars";
import { assertEquals, assertGreater } from "@std/assert";
import { leakage } from "../../../lib/data/windows/leakage.ts";
import { randomSplit, subjectSplit } from "../../../lib/data/windows/split_windows.ts";
import { syntheticWindows } from "../../../lib/data/windows/synthetic_windows.ts";

const frame = syntheticWindows({ subjects: 30, seconds: 8 });
const split = (train: number[], test: number[]) => ({
  train: Int32Array.from(train),
  validation: new Int32Array(),
  test: Int32Array.from(test),
});

Deno.test("windows that overlap by half share samples, those further apart or of other experiments do not", () => {
  // Eight seconds are 400 samples, five windows for each of six activities: rows 0 to 4 begin at 0, 64, 128, 192, 256.
  assertEquals(leakage(frame, split([0], [1])), 1);
  assertEquals(leakage(frame, split([0], [2])), 0);
  assertEquals(leakage(frame, split([2], [0, 1, 3, 4])), 2);
  assertEquals(leakage(frame, split([0], [30])), 0);
});

Deno.test("without starts, windows are compared by their samples, with the same count", () => {
  const unknown = frame.withColumns(pl.lit(null).cast(pl.Int32).alias("start"));
  for (const part of [split([0], [1]), split([0], [2]), split([2], [0, 1, 3, 4])]) {
    assertEquals(leakage(unknown, part), leakage(frame, part));
  }
  assertEquals(leakage(unknown, randomSplit(frame)), leakage(frame, randomSplit(frame)));
});

Deno.test("a random split leaks most test windows, a split by person none", () => {
  const random = randomSplit(frame);
  assertGreater(leakage(frame, random) / random.test.length, 0.7);
  assertEquals(leakage(frame, subjectSplit(frame)), 0);
});
