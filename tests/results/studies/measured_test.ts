import { assertEquals, assertGreater, assertRejects } from "@std/assert";
import { measured, type Measurements } from "../../../lib/results/studies/measured.ts";

Deno.test("what is kept of memory and browsers names its machine, its day and its command", async () => {
  const { results, machine, command, date } = await measured("groups");
  assertEquals([command, new Date(date).toISOString()], ["deno task bench groups", date]);
  assertGreater(machine.cores, 0);
  assertEquals(results.map(({ cardinality }) => cardinality), [1, 2, 3].flatMap(() => [1, 2, 4, 8, 16, 32]));
  for (const { bytes, milliseconds } of results) {
    assertGreater(bytes, 1e9);
    assertGreater(milliseconds, 10);
  }
  await assertRejects(() => measured("nothing" as keyof Measurements), Error, "run deno task bench nothing");
});
