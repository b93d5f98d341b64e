import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseHTML } from "linkedom";
import { escapeHtml } from "../../../lib/show/plots/figure.ts";
import { renewRunsPage, writeRunsPage } from "../../../lib/show/report/runs_page.ts";
import { inFolder } from "../../support/in_folder.ts";
import { smallRecord, writeRecord } from "../../support/small_record.ts";

Deno.test("the page of runs is one file that refers to nothing, and what a record says stays text", () =>
  inFolder(async (folder) => {
    const hostile = smallRecord("run-1");
    hostile.device = { kind: "cpu", name: "</script><script>alert(1)</script>" };
    await writeRecord(`${folder}/runs`, hostile);
    assertEquals(escapeHtml(`"><b>&`), "&quot;&gt;&lt;b&gt;&amp;");
    const path = await writeRunsPage({ folder: `${folder}/runs` });
    assertEquals(path, `${folder}/runs.html`);
    const html = await Deno.readTextFile(path);
    assertEquals(html.match(/(src|href)="(https?:)?\/\/[^"]*"/g), null);
    const { document } = parseHTML(html) as unknown as { document: Document };
    assertEquals(document.querySelectorAll("script").length, 2, "the data and the page's own script");
    const data = JSON.parse(document.getElementById("data")!.textContent!);
    assertEquals(data.runs[0].values.device, hostile.device.name);
  }));

Deno.test("a page that cannot be written is told, and nothing fails", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/runs.html/in-its-place`, { recursive: true });
    const said = await renewRunsPage({ folder: `${folder}/runs` });
    assert(said.startsWith("The page of runs could not be written: "));
    assertStringIncludes(said, "runs");
  }));
