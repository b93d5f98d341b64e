import { assertEquals } from "@std/assert";
import kept from "./kept_verdicts.json" with { type: "json" };
import { keptVerdicts, trackedRunFiles } from "./kept_verdicts.ts";

const files = await trackedRunFiles();

Deno.test({
  name: "the runs in git give the verdicts that were read, with the same numbers",
  ignore: !files,
  fn: async () => assertEquals(await keptVerdicts(files!), kept),
});
