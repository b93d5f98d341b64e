import { assertEquals } from "@std/assert";
import { withKernel } from "../../support/notebook_kernel.ts";

Deno.test("in the kernel, har is the library, and Tab lists what it exports", () =>
  withKernel(async (kernel) => {
    const { status, text } = await kernel.execute('import * as har from "har";');
    assertEquals(status, "ok", text);
    const found = (await kernel.complete("har.")).map((match) => match.replace(/^har\./, ""));
    for (const name of ["peoplePlot", "trainLive", "articleSettings", "flagsOf"]) {
      assertEquals(found.includes(name), true, `${name} is missing among ${found}`);
    }
  }));
