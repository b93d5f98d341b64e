import { assertEquals } from "@std/assert";
import { notebookPage } from "../../lib/show/report/notebook_page.ts";
import { sourceNote } from "../../lib/show/notebook/notes.ts";
import { seedsPlot } from "../../lib/show/plots/seeds_plot.ts";
import { writeIndex } from "../../lib/show/report/index_page.ts";
import { trainingCurves } from "../../lib/show/plots/training_curves.ts";
import { table } from "../../lib/show/plots/html_table.ts";
import { startChromium } from "../../lib/system/chromium.ts";
import { inaccessible } from "../support/accessible.ts";
import { inFolder } from "../support/in_folder.ts";
import { picture } from "../support/pictures.ts";
import { watched } from "../support/watched_page.ts";

/** A cell of text and one of code with outputs, as nbconvert writes them. */
function executed(outputs: Element[]): string {
  const shown = outputs.map(({ outerHTML }) => `<div class="output_html output_subarea">${outerHTML}</div>`).join("");
  return `<div class="cell text_cell"><h1 id="A-notebook">A notebook</h1><h2 id="1-Curves">1 Curves<a class="anchor-link" href="#1-Curves">¶</a></h2></div>
<div class="cell code_cell celltag_cover"><div class="input"><div class="highlight"><pre>const <span class="k">one</span> = 1;</pre></div></div>${shown}</div>
<div style="height: 2000px"></div><div class="cell text_cell"><h2 id="2-The-end">2 The end</h2></div><div style="height: 2000px"></div>`;
}

Deno.test({
  name: "a report of hostile names and outputs executes nothing",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    inFolder(async (folder) => {
      const image = `"><img src=x onerror="document.title='hit'">`;
      const hostile = `${image}<script>document.title='hit'</script>`;
      const figures = [
        table([{ [hostile]: hostile }], { caption: hostile }),
        seedsPlot([{ x: 1, y: 1, series: hostile }, { x: 2, y: 1, series: hostile }], {
          title: hostile,
          x: hostile,
          y: hostile,
        }),
        sourceNote({ kind: "hapt", title: hostile, path: `/data/${hostile}`, sha256: hostile, notes: [hostile] }),
      ];
      // What a cell shows as HTML of its own gets by every escape, and meets the page's policy.
      const own =
        `<div class="output_html">${image}<script>document.title='hit'</script><a href="javascript:document.title='hit'">x</a></div>`;
      const execution = { date: "2026-11-26T00:00:00Z", device: hostile, note: hostile, command: hostile };
      const html = notebookPage({ title: "A notebook", body: executed(figures) + own, failure: hostile }, execution);
      await Deno.writeTextFile(`${folder}/01-one.html`, html);
      await writeIndex(folder);
      const chromium = await startChromium(folder);
      try {
        const { page } = await watched(chromium.browser);
        await page.goto(`file://${folder}/01-one.html`);
        assertEquals(
          [await page.locator("img").count(), await page.locator("script").count()],
          [1, 1],
          "our script, their image",
        );
        await page.getByRole("button", { name: "Hide code" }).click();
        await page.getByText("x", { exact: true }).click();
        assertEquals(await page.title(), "A notebook");
        await page.goto(`file://${folder}/index.html`);
        assertEquals(await page.title(), "ResNeXt on UCI-HAR: reports");
      } finally {
        await chromium.stop();
      }
    }),
});

Deno.test({
  name: "a report has contents, hides code from page to page, folds long tables and prints whole ones",
  // Playwright keeps a connection and timers of its own until the browser ends.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    inFolder(async (folder) => {
      const epochs = Array.from(
        { length: 5 },
        (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1), accuracy: 0.5, seconds: 1 }),
      );
      const rows = Array.from({ length: 30 }, (_, row) => ({ row, square: row * row }));
      const body = executed([trainingCurves(epochs), table(rows)]);
      const execution = {
        date: "2026-11-26T00:00:00Z",
        device: "CPU",
        note: "Device: CPU",
        command: "deno task report",
      };
      for (const name of ["01-one", "02-two"]) {
        await Deno.writeTextFile(`${folder}/${name}.html`, notebookPage({ title: name, body }, execution));
      }
      await writeIndex(folder);
      const chromium = await startChromium(folder);
      try {
        const { page, problems, requests } = await watched(chromium.browser);
        await page.goto(`file://${folder}/01-one.html`);
        const hidden = () => page.locator(".input").first().isHidden();
        const rowsShown = () => page.locator("main tbody tr:visible").count();
        assertEquals([await hidden(), await rowsShown()], [false, 12]);
        await page.getByRole("button", { name: "Show all 30 rows" }).click();
        assertEquals(await rowsShown(), 30);
        await page.getByRole("button", { name: "Hide code" }).click();
        assertEquals(await hidden(), true);
        await picture(page, "report");
        assertEquals(await inaccessible(page), []);
        await page.goto(`file://${folder}/02-two.html`);
        assertEquals(await hidden(), true, "on the next page too");
        await page.emulateMedia({ media: "print" });
        assertEquals([await rowsShown(), await page.locator(".contents").isHidden()], [30, true]);
        await page.emulateMedia({ media: "screen" });
        await page.getByRole("link", { name: "2 The end" }).click();
        await page.locator(".contents a[aria-current]", { hasText: "2 The end" }).waitFor();
        await page.setViewportSize({ width: 380, height: 700 });
        await page.reload();
        assertEquals(await page.getByRole("link", { name: "1 Curves" }).isVisible(), false, "folded on a phone");
        await page.getByText("Contents", { exact: true }).click();
        assertEquals(await page.getByRole("link", { name: "1 Curves" }).isVisible(), true);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assertEquals(wide <= 0, true, `nothing is wider than the screen, and the page is by ${wide}`);
        await picture(page, "report-on-a-phone");
        assertEquals(await inaccessible(page), []);
        await page.goto(`file://${folder}/index.html`);
        assertEquals(await page.locator(".thumbnail svg").count(), 2);
        await picture(page, "index");
        assertEquals(await inaccessible(page), []);
        assertEquals(problems, []);
        assertEquals(requests.filter((url) => !url.startsWith("file:")), []);
      } finally {
        await chromium.stop();
      }
    }),
});
