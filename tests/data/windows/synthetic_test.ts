import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { syntheticWindows } from "../../../lib/data/windows/synthetic_windows.ts";
import { sourceLine } from "../../../lib/data/windows/data_source.ts";
import { loadWindows } from "../../../lib/data/windows/load_windows.ts";

const frame = syntheticWindows({ subjects: 3, seconds: 10 });

function meanAndDeviation(signal: string, activity: number): [number, number] {
  const labels = frame.getColumn("activity").toArray() as number[];
  const column = frame.getColumn(signal);
  const values = labels.flatMap((label, row) => label === activity ? column.getIndex(row) as number[] : []);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return [mean, Math.sqrt(square)];
}

Deno.test("synthetic people stand upright, lie down, and move when they walk", () => {
  assertAlmostEquals(meanAndDeviation("total_acc_x", 5)[0], 1, 0.1);
  assertLess(meanAndDeviation("total_acc_x", 6)[0], 0.3);
  assertGreater(meanAndDeviation("body_acc_x", 1)[1], 0.1);
  assertLess(meanAndDeviation("body_acc_x", 5)[1], 0.05);
});

Deno.test("synthetic windows depend on the seed alone", () => {
  const first = (seed: number) =>
    syntheticWindows({ subjects: 1, seconds: 4, seed }).getColumn("body_acc_x").getIndex(0);
  assertEquals(first(5), first(5));
  assertNotEquals(first(5), first(6));
});

Deno.test("a synthetic source says so", async () => {
  const { source } = await loadWindows({ data: "synthetic" });
  assertEquals([source.kind, source.title.startsWith("SYNTHETIC STAND-IN")], ["synthetic", true]);
});

Deno.test("the stand-in has no transitions, and says so to whom asks for them", async () => {
  const { frame, source } = await loadWindows({ data: "synthetic", transitions: true });
  assertEquals(Math.max(...frame.getColumn("activity").toArray() as number[]), 6);
  assertStringIncludes(sourceLine(source), "no movements between postures");
});
