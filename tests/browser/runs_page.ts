import { assertEquals, assertStringIncludes } from "@std/assert";
import { writeRunsPage } from "../../lib/show/report/runs_page.ts";
import { startChromium } from "../../lib/system/chromium.ts";
import { inaccessible } from "../support/accessible.ts";
import { keepRecords } from "../../lib/results/runs/kept_records.ts";
import { inFolder } from "../support/in_folder.ts";
import { picture } from "../support/pictures.ts";
import { smallRecord, writeRecord } from "../support/small_record.ts";
import { watched } from "../support/watched_page.ts";

Deno.test({
  name: "the page of runs sorts, filters and compares, its address keeps that, and a hostile record stays text",
  // Playwright keeps a connection and timers of its own until the browser ends.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    inFolder(async (folder) => {
      for (let run = 1; run <= 5; run++) {
        const record = smallRecord(`run-${run}`, { wrong: 3 * run, settings: { batch: 2 ** (4 + run) } });
        if (run === 5) record.device = { kind: "cpu", name: `"><img src=x onerror="document.title='hit'">` };
        await writeRecord(`${folder}/runs`, record);
      }
      await keepRecords("batch", [{ run: smallRecord("run-6", { wrong: 18 }) }], `${folder}/kept`);
      const path = await writeRunsPage({ folder: `${folder}/runs`, keptFolder: `${folder}/kept` });
      const chromium = await startChromium(folder);
      try {
        const { page, problems, requests } = await watched(chromium.browser);
        await page.goto(`file://${path}`);
        const rows = () => page.locator("#runs tbody tr").count();
        const first = () => page.locator("#runs tbody tr td").nth(1).textContent();
        assertEquals(await rows(), 5);
        await page.click('[data-sort="accuracy"]');
        assertEquals(await first(), "run-1");
        await page.click('[data-sort="accuracy"]');
        assertEquals(await first(), "run-5");
        await page.fill("#filter", "batch<=128");
        assertEquals(await rows(), 3);
        await page.getByLabel("compare run-1").check();
        await page.getByLabel("compare run-3").check();
        assertEquals(await page.locator("#compared svg[role=img]").count(), 4, "two curves and two matrices");
        await page.locator("summary", { hasText: "Columns" }).click();
        await page.getByLabel("device", { exact: true }).check();
        await page.fill("#filter", "");
        await page.getByLabel("also the runs that came with the project").check();
        assertEquals(await rows(), 6);
        const studies = await page.locator("#runs tbody tr td:nth-child(3)").allTextContents();
        assertEquals(studies.toSorted(), ["batch", "–", "–", "–", "–", "–"]);
        await picture(page, "runs");
        assertEquals(await inaccessible(page), []);
        await page.goto("about:blank");
        await page.goBack();
        assertStringIncludes(await page.textContent("#count") ?? "", "6 of 6 runs; 2 marked");
        assertEquals(await page.title(), "Runs");
        assertEquals(problems, []);
        assertEquals(requests.filter((url) => !/^(file|about|blob|data):/.test(url)), []);
      } finally {
        await chromium.stop();
      }
    }),
});
