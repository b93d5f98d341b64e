import { assertEquals } from "@std/assert";
import { countDifference, uciHarWindows } from "../../../lib/data/archives/published_counts.ts";

const labels = (counts: number[]) => counts.flatMap((count, i) => new Array<number>(count).fill(i + 1));
const published = { train: labels(uciHarWindows.train), test: labels(uciHarWindows.test) };

Deno.test("UCI-HAR's published windows are 7,352 and 2,947", () => {
  assertEquals([published.train.length, published.test.length], [7352, 2947]);
  assertEquals(uciHarWindows.all, [1722, 1544, 1406, 1777, 1906, 1944]);
});

Deno.test("countDifference tells what is missing or too much, and nothing of a whole set", () => {
  assertEquals(countDifference(published), undefined);
  assertEquals(
    countDifference({ ...published, test: published.test.slice(1) }),
    "It is not the whole UCI-HAR, but has test 2946 of 2947 windows (walking 495 of 496).",
  );
  // As many windows, but of other activities.
  assertEquals(
    countDifference({ ...published, train: [...published.train.slice(0, -1), 5] }),
    "It is not the whole UCI-HAR, but has train 7352 of 7352 windows (standing 1375 of 1374, laying 1406 of 1407).",
  );
});
