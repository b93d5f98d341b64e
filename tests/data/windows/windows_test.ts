import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { signals } from "../../../lib/data/signals/signals.ts";
import { syntheticWindows } from "../../../lib/data/windows/synthetic_windows.ts";
import { signalTensor, windowTensors } from "../../../lib/data/windows/window_tensors.ts";
import pl from "nodejs-polars";
import { leakage } from "../../../lib/data/windows/leakage.ts";
import { randomSplit, subjectSplit } from "../../../lib/data/windows/split_windows.ts";
import { sourceLine } from "../../../lib/data/windows/data_source.ts";
import { loadWindows } from "../../../lib/data/windows/load_windows.ts";

const tf = await backend();

Deno.test("signalTensor has time before sensor, in the order of the signals", () => {
  const frame = syntheticWindows({ subjects: 1, seconds: 4 });
  const tensor = signalTensor(frame);
  assertEquals(tensor.shape, [frame.height, 128, 9]);
  const values = tensor.arraySync();
  const expected = frame.getColumn(signals[6]).getIndex(3) as number[];
  assertAlmostEquals(values[3][17][6], expected[17], 1e-6);
  tensor.dispose();
});

Deno.test("windowTensors standardises by the training windows alone and leaves two tensors", async () => {
  const before = tf.memory().numTensors;
  const frame = syntheticWindows({ subjects: 2, seconds: 6 });
  const train = Int32Array.from({ length: 5 }, (_, i) => i);
  const { windows, labels } = await windowTensors(frame, train);
  assertEquals(tf.memory().numTensors - before, 2);
  tf.tidy(() => {
    const { mean, variance } = tf.moments(tf.gather(windows, train), [0, 1]);
    for (const value of mean.dataSync()) assertAlmostEquals(value, 0, 1e-4);
    for (const value of variance.dataSync()) assertAlmostEquals(value, 1, 1e-3);
  });
  assertEquals(labels.dataSync()[0], 0);
  tf.dispose([windows, labels]);
});

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

const small = syntheticWindows({ subjects: 3, seconds: 10 });

function meanAndDeviation(signal: string, activity: number): [number, number] {
  const labels = small.getColumn("activity").toArray() as number[];
  const column = small.getColumn(signal);
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
