import { assertEquals } from "@std/assert";
import { startChromium } from "../../lib/system/chromium.ts";
import { report } from "../../lib/tools/jupyter/report.ts";
import { inaccessible } from "../support/accessible.ts";
import { picture } from "../support/pictures.ts";
import { withNotebook } from "../support/small_notebook.ts";
import { watched } from "../support/watched_page.ts";

const hostile = `"><img src=x onerror="document.title='hit'"><script>document.title='hit'</script>`;
const hostileCells = [
  `import { html, seedsPlot, sourceNote, table } from "har"; const hostile = ${JSON.stringify(hostile)};
table([{ [hostile]: hostile }], { caption: hostile });`,
  `seedsPlot([{ x: 1, y: 1, series: hostile }, { x: 2, y: 1, series: hostile }], { title: hostile, x: hostile, y: hostile });`,
  `sourceNote({ kind: "synthetic", title: hostile, path: "/data/" + hostile, sha256: hostile, notes: [hostile] });`,
  // What a cell shows as HTML of its own gets by every escape, and meets the page's policy.
  `Deno.jupyter.html\`\${hostile}<a href="javascript:document.title='hit'">press</a>\``,
  `throw new Error(hostile);`,
];

Deno.test({
  name: "a report of hostile names and outputs executes nothing",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withNotebook(hostileCells, async (folder) => {
      const { message } = await report({ from: folder, to: folder }).then(() => new Error("no"), (error) => error);
      assertEquals(message.includes("failed at cell 5"), true, message);
      const chromium = await startChromium(folder);
      try {
        const { page, requests } = await watched(chromium.browser);
        await page.goto(`file://${folder}/09-small.html`);
        assertEquals(await page.locator("img").count(), 1, "their image");
        await page.getByRole("button", { name: "Hide code" }).click();
        await page.getByText("press", { exact: true }).click();
        assertEquals(await page.title(), "A small notebook");
        assertEquals(await page.locator(".banner").count(), 2, "made-up data are told at the top too");
        await page.goto(`file://${folder}/index.html`);
        assertEquals(await page.title(), "ResNeXt on UCI-HAR: reports");
        assertEquals(requests.filter((url) => !url.startsWith("file:")), []);
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
    withNotebook([
      `import { table, trainingCurves } from "har"; const one = 1;
trainingCurves(Array.from({ length: 5 }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1), accuracy: 0.5, seconds: 1 })));`,
      `table(Array.from({ length: 30 }, (_, row) => ({ row, square: row * row })));`,
    ], async (folder) => {
      for (const as of ["01-one", "02-two"]) await report({ from: folder, to: folder, as });
      const chromium = await startChromium(folder);
      try {
        const { page, problems, requests } = await watched(chromium.browser);
        await page.goto(`file://${folder}/01-one.html`);
        const hidden = () => page.locator(".jp-InputArea-editor").first().isHidden();
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
