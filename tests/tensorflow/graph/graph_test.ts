import { assertAlmostEquals, assertEquals, assertGreater, assertRejects, assertThrows } from "@std/assert";
import { Graph } from "../../../lib/tensorflow/graph/tensorflow_graph.ts";

const matrix = (values: number[], shape: number[]) => ({
  dtype: "float32" as const,
  shape,
  values: Float32Array.from(values),
});

Deno.test("a graph computes what it is fed, again and again, while the event loop goes on", async () => {
  const graph = new Graph();
  const x = graph.placeholder("float32", [2, 2]);
  const product = graph.output("MatMul", [x, graph.constant(matrix([1, 0, 0, 2], [2, 2]))]);
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  for (const factor of [1, 10]) {
    const value = matrix([1, 2, 3, 4].map((n) => n * factor), [2, 2]);
    const [bytes] = await graph.run({ feeds: [{ output: x, value }], fetches: [product] });
    assertEquals([...new Float32Array(bytes)], [1, 4, 3, 8].map((n) => n * factor));
  }
  const big = graph.output("RandomUniform", [
    graph.constant({ dtype: "int32", shape: [2], values: Int32Array.of(1500, 1500) }),
  ], { dtype: { type: 1 } });
  await graph.run({ fetches: [graph.output("MatMul", [graph.output("MatMul", [big, big]), big])] });
  clearInterval(timer);
  assertGreater(ticks, 0);
  graph.dispose();
});

Deno.test("lists of inputs stand between single ones, and operations have outputs after the first", async () => {
  const graph = new Graph();
  const [a, b] = [matrix([1, 2], [1, 2]), matrix([3, 4], [1, 2])].map((value) => graph.constant(value));
  const axis = graph.constant({ dtype: "int32", shape: [], values: Int32Array.of(0) });
  const joined = graph.output("ConcatV2", [a, b, axis]);
  const unpacked = graph.add("Unpack", [joined], { num: { int: 2 }, axis: { int: 0 } });
  const [all, second] = await graph.run({ fetches: [joined, { operation: unpacked, index: 1 }] });
  assertEquals([...new Float32Array(all)], [1, 2, 3, 4]);
  assertEquals([...new Float32Array(second)], [3, 4]);
  graph.dispose();
});

Deno.test("TensorFlow's complaints become errors: an unknown operation, wrong shapes, a placeholder that nobody feeds", async () => {
  const graph = new Graph();
  assertThrows(() => graph.add("NoSuchOperation"), Error, "TensorFlow: Op type not registered 'NoSuchOperation'");
  const [a, b] = [matrix([1, 2], [1, 2]), matrix([1, 2, 3], [3, 1])].map((value) => graph.constant(value));
  assertThrows(() => graph.add("MatMul", [a, b]), Error, "Dimensions must be equal");
  const fed = graph.placeholder("float32", [1]);
  await assertRejects(() => graph.run({ fetches: [fed] }), Error, "You must feed a value");
  graph.dispose();
});

Deno.test("a profile names operations and their times", async () => {
  const graph = new Graph();
  const x = graph.placeholder("float32", [300, 300]);
  const product = graph.output("MatMul", [x, x]);
  const value = matrix(Array.from({ length: 90_000 }, (_, i) => i % 7), [300, 300]);
  const times = await graph.profile({ feeds: [{ output: x, value }], fetches: [product] });
  const times0 = times.filter(({ name }) => name.startsWith("MatMul"));
  assertEquals(times0.length, 1);
  assertGreater(times0[0].microseconds, 0);
  assertAlmostEquals(Math.max(...times.map(({ start }) => start)) / times0[0].start, 1, 1e-3);
  graph.dispose();
});
