import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { writeIndex } from "../../../lib/show/report/index_page.ts";
import { readKept } from "../../../lib/results/runs/kept_records.ts";
import { inFolder } from "../../support/in_folder.ts";
import { smallRecord, writeRecord } from "../../support/small_record.ts";

const page = (title: string, body: string) =>
  `<!doctype html><html><head><title>${title}</title><meta name="device" content="CPU &amp; more"><meta name="date" content="2026-11-24T23:15:09.123Z"></head><body>${body}</body></html>`;

Deno.test("the index links every report in order, with its first figure and the numbers of its runs", () =>
  inFolder(async (folder) => {
    const svg = (width: number, id: string) => `<svg class="plot-x" width="${width}" id="${id}"></svg>`;
    await Deno.writeTextFile(
      `${folder}/04-b.html`,
      page("B", `${svg(15, "swatch")}${svg(600, "figure")} reports/runs/run-1`),
    );
    await Deno.writeTextFile(`${folder}/01-a.html`, page("A &lt;1&gt;", ""));
    await writeRecord(`${folder}/runs`, smallRecord("run-1", { device: { kind: "cpu", name: "CPU of mine" } }));
    const [{ run: kept }] = await readKept();
    await Deno.writeTextFile(`${folder}/04-c.html`, page("C", `reports/runs/${kept.id}`));
    await writeIndex(folder);
    await writeIndex(folder);
    const index = await Deno.readTextFile(`${folder}/index.html`);
    assertEquals([...index.matchAll(/href="([^"]+)"/g)].map(([, file]) => file), [
      "01-a.html",
      "04-b.html",
      "04-c.html",
    ]);
    assertMatch(index, /random split: test accuracy 0\.9000/);
    for (
      const part of [
        'id="figure"',
        "F1 0.9000 (50 epochs; article: 0.9883)",
        "HAPT",
        "trained here on CPU of mine, 2026-11-25<",
        `trained elsewhere on ${kept.device.name}, ${kept.startedAt.slice(0, 10)}; came with the project<`,
        "A &lt;1&gt;",
        "CPU &amp; more, 2026-11-24 23:15 UTC",
      ]
    ) {
      assertStringIncludes(index, part);
    }
    assertEquals(index.includes('id="swatch"'), false);
  }));
