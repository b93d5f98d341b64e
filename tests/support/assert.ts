/**
 * The names of @std/assert that the tests use, over node:assert, for networks on which JSR cannot be reached.
 * @module
 */
import nodeAssert from "node:assert/strict";

export function assert(condition: unknown, message?: string): asserts condition {
  nodeAssert.ok(condition, message!);
}

export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.deepStrictEqual(actual, expected, message!);
}

export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  nodeAssert.notDeepStrictEqual(actual, expected, message!);
}

export function assertAlmostEquals(actual: number, expected: number, tolerance = 1e-7, message?: string): void {
  const text = message ?? `${actual} is not within ${tolerance} of ${expected}`;
  nodeAssert.ok(Object.is(actual, expected) || Math.abs(actual - expected) <= tolerance, text);
}

export function assertLess(actual: number, limit: number, message?: string): void {
  nodeAssert.ok(actual < limit, message ?? `${actual} is not less than ${limit}`);
}

export function assertGreater(actual: number, limit: number, message?: string): void {
  nodeAssert.ok(actual > limit, message ?? `${actual} is not greater than ${limit}`);
}

export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  nodeAssert.ok(actual.includes(expected), message ?? `"${actual}" does not include "${expected}"`);
}

export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  nodeAssert.match(actual, expected, message!);
}

// deno-lint-ignore no-explicit-any -- @std/assert takes any constructor too.
type ErrorClass = new (...args: any[]) => Error;

export function assertThrows(run: () => unknown, errorClass: ErrorClass = Error, includes = ""): void {
  try {
    run();
  } catch (error) {
    return checkError(error, errorClass, includes);
  }
  nodeAssert.fail("Nothing was thrown");
}

export async function assertRejects(
  run: () => Promise<unknown>,
  errorClass: ErrorClass = Error,
  includes = "",
): Promise<void> {
  try {
    await run();
  } catch (error) {
    return checkError(error, errorClass, includes);
  }
  nodeAssert.fail("The promise was not rejected");
}

function checkError(error: unknown, errorClass: ErrorClass, includes: string): void {
  nodeAssert.ok(error instanceof errorClass, `${error} is not a ${errorClass.name}`);
  assertStringIncludes(error.message, includes);
}
