import { assertEquals, assertThrows } from "@std/assert";
import { environment } from "../../lib/settings/environment.ts";

/** Runs a function while an environment variable has a value. */
function having(name: string, value: string, run: () => void): void {
  const before = Deno.env.get(name);
  Deno.env.set(name, value);
  try {
    run();
  } finally {
    if (before === undefined) Deno.env.delete(name);
    else Deno.env.set(name, before);
  }
}

Deno.test("an environment variable has its value, or its default where it is empty", () => {
  having("HAR_DATASETS", "/a:/b", () => assertEquals(environment("HAR_DATASETS"), "/a:/b"));
  having("HAR_DATASETS", "", () => assertEquals(environment("HAR_DATASETS"), ""));
  having("HAR_DATA", "", () => assertEquals(environment("HAR_DATA"), undefined));
});

Deno.test("a value that makes no sense is refused in one sentence", () => {
  having("HAR_DEVICE", "tpu", () =>
    assertThrows(
      () => environment("HAR_DEVICE"),
      Error,
      "HAR_DEVICE must be one of auto, cuda, cpu, and is tpu.",
    ));
  having(
    "HAR_DEBUG",
    "yes",
    () => assertThrows(() => environment("HAR_DEBUG"), Error, 'HAR_DEBUG must be "0" or "1", and is yes.'),
  );
});
