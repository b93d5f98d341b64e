import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Locator, Page } from "playwright-core";
import { root } from "../../lib/system/paths.ts";
import { startChromium } from "../../lib/system/chromium.ts";
import { startLab, withWorkspace } from "../support/lab_server.ts";
import { picture as pictureOf } from "../support/pictures.ts";

/** A copy of notebook 04 with small settings; it lies where set-up keeps the rest, which git passes over. */
const notebook = "data/setup/browser-test.ipynb";
/** Of a network that learns little, and soon. */
const small = { data: '"synthetic"', batch: "256, width: 0.25" };

const minute = 60_000;

/** Writes a copy of notebook 04 with other settings. */
async function writeNotebook(settings: Record<string, string>): Promise<void> {
  const text = await Deno.readTextFile(`${root}/notebooks/04-uci-har-experiment.ipynb`);
  const copy = JSON.parse(text);
  const cell = copy.cells.find(({ source }: { source: string[] }) => source.join("").includes("har.parameters("));
  cell.source = withSettings(cell.source.join(""), settings);
  await Deno.writeTextFile(`${root}/${notebook}`, JSON.stringify(copy));
}

/** Replaces settings in the code of a settings cell. */
function withSettings(code: string, settings: Record<string, string>): string {
  for (const [name, value] of Object.entries(settings)) {
    const line = new RegExp(`^  ${name}: .*$`, "m");
    assertMatch(code, line);
    code = code.replace(line, `  ${name}: ${value},`);
  }
  return code;
}

/** Types other settings into the settings cell. */
async function changeSettings(page: Page, settings: Record<string, string>): Promise<void> {
  const copy = JSON.parse(await Deno.readTextFile(`${root}/${notebook}`));
  const cell = copy.cells.find(({ source }: { source: string | string[] }) =>
    [source].flat().join("").includes("har.parameters(")
  );
  const editor = page.locator(".jp-CodeCell .cm-content", { hasText: "har.parameters(" }).first();
  await editor.scrollIntoViewIfNeeded();
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(withSettings([cell.source].flat().join(""), settings));
}

/** Chooses an entry of JupyterLab's menu Run. */
async function run(page: Page, entry: string): Promise<void> {
  await page.locator(".lm-MenuBar-itemLabel", { hasText: /^Run$/ }).click();
  await page.locator(".lm-Menu-itemLabel", { hasText: new RegExp(`^${entry}$`) }).click();
}

/** Waits until no cell runs or waits. */
async function untilIdle(page: Page, timeout: number): Promise<void> {
  await page.waitForTimeout(1000);
  await page.waitForFunction(
    () => ![...document.querySelectorAll(".jp-InputPrompt")].some((prompt) => prompt.textContent?.includes("[*]")),
    undefined,
    { timeout, polling: 500 },
  );
}

/** Waits until an output says something, and returns it. */
async function untilSays(page: Page, text: RegExp, timeout: number): Promise<Locator> {
  const output = page.locator(".jp-OutputArea-output", { hasText: text }).first();
  await output.waitFor({ timeout, state: "attached" });
  return output;
}

async function stop(page: Page): Promise<void> {
  await page.locator('[data-command="notebook:interrupt-kernel"], [title^="Interrupt the kernel"]').first().click();
}

/** Returns what stands in the errors that cells gave. */
async function errors(page: Page): Promise<string[]> {
  return await page.locator(
    '[data-mime-type="application/vnd.jupyter.stderr"], .jp-RenderedText[data-mime-type*="error"]',
  )
    .allTextContents();
}

Deno.test({
  name: "notebook 04 in JupyterLab: run, stop a long training, change a setting, run again",
  // Playwright keeps a connection and timers of its own until the browser ends.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(context) {
    await writeNotebook({ ...small, epochs: "1" });
    const profile = await Deno.makeTempDir();
    const lab = await startLab(["--open", notebook], { HAR_RUNS: `${profile}/runs` });
    const chromium = await startChromium(profile);
    try {
      const page = await chromium.browser.contexts()[0].newPage();
      await page.setViewportSize({ width: 1400, height: 1000 });
      const picture = (name: string) => pictureOf(page, `jupyterlab-${name}`);
      await page.goto(withWorkspace(lab, "browser-test"));
      await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: minute });
      await page.getByText("Deno | Idle").first().waitFor({ timeout: minute });

      await context.step("all cells run, and every figure is an SVG", async () => {
        await run(page, "Run All Cells");
        // JupyterLab draws cells by and by, so that one that waits to run may not be seen yet.
        await page.waitForFunction(
          () => document.querySelectorAll('.jp-OutputArea-output svg[class^="plot-"]').length > 9,
          undefined,
          { timeout: 5 * minute, polling: 500 },
        );
        await untilIdle(page, 5 * minute);
        assertEquals(await errors(page), []);
        const prompts = await page.locator(".jp-CodeCell .jp-InputPrompt").allTextContents();
        assert(prompts.every((prompt) => /\[\d+\]/.test(prompt)), prompts.join(" "));
        await page.locator(".jp-OutputArea-output", { hasText: "Accuracy over epochs" }).first()
          .scrollIntoViewIfNeeded();
        await picture("1-all-cells-ran");
      });

      await context.step("Stop ends a long training, and its curves stay", async () => {
        await changeSettings(page, { ...small, epochs: "1000" });
        await run(page, "Run Selected Cell and All Below");
        const training = await untilSays(page, /epoch ([2-9]|\d{2,}) of 1000/, 3 * minute);
        await training.scrollIntoViewIfNeeded();
        await picture("2-training");
        await stop(page);
        const stopped = await untilSays(page, /Training was stopped/, minute);
        assertMatch(await stopped.textContent() ?? "", /Training was stopped: \d+ epochs? in/);
        assertEquals(await stopped.locator('svg[class^="plot-"][width="440"]').count(), 2);
        await untilIdle(page, 3 * minute);
        assertEquals(await errors(page), []);
        await stopped.scrollIntoViewIfNeeded();
        await picture("3-stopped");
      });

      await context.step("a changed setting runs again in the same kernel", async () => {
        await changeSettings(page, { ...small, epochs: "1", cardinality: "2" });
        await run(page, "Run Selected Cell and All Below");
        await untilIdle(page, 5 * minute);
        assertEquals(await errors(page), []);
        const done = await untilSays(page, /Training is done: 1 epoch/, minute);
        assertMatch(await done.textContent() ?? "", /validation accuracy 0\.\d+/);
        await page.locator(".jp-OutputArea-output", { hasText: "Confusion matrix" }).first()
          .scrollIntoViewIfNeeded();
        await picture("4-another-cardinality");
      });
    } finally {
      await chromium.stop();
      lab.process.kill("SIGINT");
      await lab.process.status;
      await Deno.remove(`${root}/${notebook}`).catch(() => {});
      await Deno.remove(profile, { recursive: true });
    }
  },
});
