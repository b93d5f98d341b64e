import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Locator, Page } from "playwright-core";
import { jupyterlabSettings } from "../../lib/tools/jupyter/jupyterlab_settings.ts";
import { root } from "../../lib/system/paths.ts";
import { runCommand as command } from "../../lib/system/run_command.ts";
import { startChromium } from "../../lib/system/chromium.ts";
import { startLab, withWorkspace } from "../support/lab_server.ts";
import { picture as pictureOf } from "../support/pictures.ts";

/** A notebook of a few cells, where set-up keeps the rest, which git passes over. */
const notebook = "data/setup/language-server-test.ipynb";
const cells = [
  'import * as har from "har";',
  'const settings = har.checkSettings({ data: "synthetic" });',
  "const { source } = await har.windowsOf(settings);",
  "console.log(`${6 * 7} windows`);",
];
const minute = 60_000;

const cell = (page: Page, code: string): Locator => page.locator(".jp-CodeCell .cm-content", { hasText: code }).first();

/** Puts the pointer on a word in a cell, and returns what shows there. */
async function hover(page: Page, code: string, word: string): Promise<string> {
  await cell(page, code).locator("span", { hasText: new RegExp(`^${word}$`) }).first().hover();
  const tooltip = page.locator(".lsp-hover", { hasText: /\S/ }).first();
  await tooltip.waitFor({ timeout: minute });
  return await tooltip.textContent() ?? "";
}

/** Types at the end of a cell. */
async function type(page: Page, code: string, text: string): Promise<void> {
  await cell(page, code).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(text, { delay: 20 });
}

async function writeNotebook(): Promise<void> {
  const copy = JSON.parse(await Deno.readTextFile(`${root}/notebooks/04-uci-har-experiment.ipynb`));
  const [model] = copy.cells.filter(({ cell_type }: { cell_type: string }) => cell_type === "code");
  copy.cells = cells.map((source, index) => ({ ...model, id: `cell-${index}`, source }));
  await Deno.writeTextFile(`${root}/${notebook}`, JSON.stringify(copy));
}

/** Runs all cells, and waits for what the last one prints and until none is under way: that is told a little later. */
async function runAll(page: Page): Promise<void> {
  await page.locator(".lm-MenuBar-itemLabel", { hasText: /^Run$/ }).click();
  await page.locator(".lm-Menu-itemLabel", { hasText: /^Run All Cells$/ }).click();
  await page.locator(".jp-OutputArea-output", { hasText: "42 windows" }).waitFor({ timeout: minute });
  await page.locator(".jp-InputPrompt", { hasText: "[*]" }).first().waitFor({ state: "hidden", timeout: minute });
}

Deno.test({
  name: "JupyterLab with Deno's language server: hover, signature, completion, and a wrong type before it is run",
  // Playwright keeps a connection and timers of its own until the browser ends.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(context) {
    await writeNotebook();
    const profile = await Deno.makeTempDir();
    const lab = await startLab(["--open", notebook], { HAR_RUNS: `${profile}/runs` });
    const chromium = await startChromium(profile);
    try {
      const page = await chromium.browser.contexts()[0].newPage();
      await page.setViewportSize({ width: 1400, height: 800 });
      const picture = (name: string) => pictureOf(page, `language-server-${name}`);
      await page.goto(withWorkspace(lab, "language-server-test"));
      await page.getByText("Deno | Idle").first().waitFor({ timeout: minute });
      await page.getByText("Fully initialized").first().waitFor({ timeout: minute });

      await context.step("hover shows the type and the doc comment", async () => {
        const text = await hover(page, "har.windowsOf(", "windowsOf");
        assertMatch(text, /windowsOf\(settings: .*CheckedSettings/);
        assertStringIncludes(text, "Loads the windows of an experiment");
        await picture("1-hover");
      });

      await context.step("an open bracket shows the signature", async () => {
        await type(page, "console.log(", "\nconst wrong: number = har.sourceNote(");
        const signature = page.locator(".lsp-signature-help").first();
        await signature.waitFor({ timeout: minute });
        assertStringIncludes(await signature.textContent() ?? "", "sourceNote(source: har.DataSource): Element");
        await picture("2-signature");
      });

      await context.step("a wrong type is underlined before it is run, and nothing else is", async () => {
        await page.keyboard.type("source);", { delay: 20 });
        await page.keyboard.press("Escape");
        await page.locator(".cm-lintRange-error").first().waitFor({ timeout: minute });
        await page.waitForTimeout(2000);
        // On a busy machine a fault of what was half typed stays for some seconds.
        await page.locator(".cm-lintRange-error").nth(1).waitFor({ state: "detached", timeout: minute });
        assertEquals(await page.locator(".cm-lintRange-error").allTextContents(), ["wrong"]);
        await picture("3-wrong-type");
      });

      await context.step("completion has documentation beside it", async () => {
        const completer = page.locator(".jp-Completer", { hasText: "peoplePlot" }).first();
        const shown = () => completer.waitFor({ timeout: minute / 6 }).then(() => true, () => false);
        await type(page, "wrong: number", "\n");
        // While the server is busy Tab shows the kernel's names alone, among which this is not.
        for (let tries = 0; tries === 0 || tries < 10 && !await shown(); tries++) {
          await page.keyboard.press("Shift+Home");
          await page.keyboard.type("har.peo", { delay: 20 });
          await page.keyboard.press("Tab");
        }
        await page.locator(".jp-Completer-docpanel", { hasText: "person" }).first().waitFor({ timeout: minute });
        await picture("4-completion");
        await page.keyboard.press("Escape");
        await page.keyboard.type("plePlot;");
      });

      await context.step("cells run, and run again with a server that died", async () => {
        await runAll(page);
        const { output: jupyter } = await command("pgrep", ["-P", String(lab.process.pid)]);
        const killed = await command("pkill", ["-P", jupyter.trim(), "-f", jupyterlabSettings.argv.at(-1)!]);
        assert(killed.success, "the language server runs");
        await page.waitForTimeout(2000);
        await page.locator(".lm-MenuBar-itemLabel", { hasText: /^Edit$/ }).click();
        await page.locator(".lm-Menu-itemLabel", { hasText: /^Clear Outputs of All Cells$/ }).click();
        await runAll(page);
        const prompts = await page.locator(".jp-CodeCell .jp-InputPrompt").allTextContents();
        assert(prompts.every((prompt) => /\[\d+\]/.test(prompt)), prompts.join(" "));
        await picture("5-without-server");
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
