import nodeAssert from "node:assert/strict";
import * as names from "@std/assert";

const failing: Record<string, () => unknown> = {
  assert: () => names.assert(0),
  assertEquals: () => names.assertEquals({ a: [1] }, { a: [2] }),
  assertNotEquals: () => names.assertNotEquals([1], [1]),
  assertAlmostEquals: () => names.assertAlmostEquals(1, 1.1, 0.01),
  "assertAlmostEquals of NaN": () => names.assertAlmostEquals(NaN, 1, 0.01),
  assertLess: () => names.assertLess(1, 1),
  assertGreater: () => names.assertGreater(1, 1),
  assertStringIncludes: () => names.assertStringIncludes("abc", "d"),
  assertMatch: () => names.assertMatch("abc", /d/),
  "assertThrows of nothing": () => names.assertThrows(() => {}),
  "assertThrows of another class": () =>
    names.assertThrows(() => {
      throw new Error("a");
    }, TypeError),
  "assertThrows of another text": () =>
    names.assertThrows(
      () => {
        throw new Error("a");
      },
      Error,
      "b",
    ),
  "assertRejects of nothing": () => names.assertRejects(() => Promise.resolve()),
};

for (const [name, run] of Object.entries(failing)) {
  Deno.test(`${name} fails where it must`, async () => {
    await nodeAssert.rejects(async () => {
      await run();
    });
  });
}

Deno.test("assertions pass where they must", async () => {
  names.assertEquals({ a: [1, undefined] }, { a: [1, undefined] });
  names.assertAlmostEquals(1, 1.001, 0.01);
  names.assertThrows(
    () => {
      throw new TypeError("abc");
    },
    TypeError,
    "b",
  );
  await names.assertRejects(() => Promise.reject(new Error("abc")), Error, "b");
});
