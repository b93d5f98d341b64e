import { assertEquals } from "@std/assert";
import kept from "./kept_verdicts.json" with { type: "json" };
import { keptVerdicts } from "./kept_verdicts.ts";

Deno.test("the runs that came with the project give the verdicts that were read, with the same numbers", async () =>
  assertEquals<unknown>(await keptVerdicts(), kept));
