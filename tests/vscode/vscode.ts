import { assert, assertEquals, assertGreater, assertMatch } from "@std/assert";
import type { Frame, Page } from "playwright-core";
import { startChromium } from "../../lib/system/chromium.ts";
import { namesIn } from "../../lib/system/files.ts";
import { root } from "../../lib/system/paths.ts";
import { startCodeServer } from "../support/code_server.ts";
import { inFolder } from "../support/in_folder.ts";
import { picture as pictureOf, pictures } from "../support/pictures.ts";

/** Copies of notebooks, where set-up keeps the rest: VS Code saves by itself, and the originals hold no outputs. */
const folder = "data/setup/vscode-test";
const minute = 60_000;
/** What notebook 04 trains here: a network that learns little, and soon. */
const small = { data: '"synthetic"', batch: "256, width: 0.25", epochs: "1" };

/** A notebook whose training is stopped, and one with a wrong type, in which something is then typed. */
const [stopped, typed] = ["stopped.ipynb", "typed.ipynb"];
const importing = 'import * as har from "har";';
const added = {
  [stopped]: [
    importing,
    'await har.study([{ ...har.articleSettings, data: "synthetic", width: 0.25, epochs: 500 }]);',
  ],
  [typed]: [importing, 'har.possibleSplits("a text");'],
};

/** Copies all notebooks, notebook 04 with small settings, and adds the two others. Returns the names of the copies. */
async function copyNotebooks(): Promise<string[]> {
  await Deno.mkdir(`${root}/${folder}`, { recursive: true });
  const names = (await namesIn(`${root}/notebooks`)).filter((name) => name.endsWith(".ipynb"));
  for (const name of names) {
    let text = await Deno.readTextFile(`${root}/notebooks/${name}`);
    for (const [setting, value] of name.startsWith("04") ? Object.entries(small) : []) {
      const line = new RegExp(`"  ${setting}: .*\\\\n"`);
      assertMatch(text, line);
      text = text.replace(line, JSON.stringify(`  ${setting}: ${value},\n`));
    }
    await Deno.writeTextFile(`${root}/${folder}/${name}`, text);
  }
  const notebook = JSON.parse(await Deno.readTextFile(`${root}/notebooks/${names[0]}`));
  const code = (source: string, id: number) => ({
    cell_type: "code",
    id: `cell-${id}`,
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  });
  for (const [name, cells] of Object.entries(added)) {
    await Deno.writeTextFile(`${root}/${folder}/${name}`, JSON.stringify({ ...notebook, cells: cells.map(code) }));
  }
  return names;
}

/** Chooses a line of what opens by a key and is narrowed by a text; again if something else took the focus meanwhile. */
async function choose(page: Page, key: string, text: string, line: string): Promise<void> {
  const short = { timeout: 5000 };
  await until(page, line, async () => {
    try {
      await page.keyboard.press(key);
      await page.locator(".quick-input-widget input").first().fill(text, short);
      await page.locator(".quick-input-list .monaco-list-row", { hasText: line }).first().click(short);
      return true;
    } catch (error) {
      if ((error as Error).name === "TimeoutError") return false;
      throw error;
    }
  });
}

/** Runs a command of VS Code's palette. */
async function command(page: Page, title: string): Promise<void> {
  await choose(page, "F1", `>${title}`, title);
}

/** Opens a file of the project. */
async function open(page: Page, name: string): Promise<void> {
  await choose(page, "Control+p", `${folder}/${name}`, name);
  await page.locator(".tab.active", { hasText: name }).waitFor({ timeout: minute });
  await page.locator(".notebookOverlay .code-cell-row:visible").first().waitFor({ timeout: minute });
}

/** Returns the frames in which outputs are shown, of the cells that can be seen. */
function outputs(page: Page): Frame[] {
  return page.frames().slice(1);
}

/** Goes through a notebook from the top, again and again, until something is shown: outputs that cannot be seen are not. */
async function find(page: Page, what: string, condition: () => Promise<boolean>, timeout?: number): Promise<void> {
  let times = 0;
  await until(page, what, async () => {
    if (await condition()) return true;
    await page.mouse.move(700, 500);
    await page.mouse.wheel(0, ++times % 40 === 0 ? -1e6 : 400);
    return false;
  }, timeout);
}

/** Waits until the outputs satisfy a condition. */
async function until(page: Page, what: string, condition: () => Promise<boolean>, timeout = 2 * minute): Promise<void> {
  for (let waited = 0; waited < timeout; waited += 500) {
    if (await condition()) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`VS Code does not show ${what} after ${timeout / 1000} seconds.`);
}

/** Puts the pointer on a word of a cell that can be seen. */
async function pointAt(page: Page, word: string): Promise<void> {
  const place = await page.evaluate((word) => {
    for (const line of document.querySelectorAll(".view-line")) {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent!.indexOf(word);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        const { x, y, width, height } = range.getBoundingClientRect();
        const middle = { x: x + width / 2, y: y + height / 2 };
        // Notebooks keep lines of cells that cannot be seen far outside, or behind others.
        if (line.contains(document.elementFromPoint(middle.x, middle.y))) return middle;
      }
    }
  }, word);
  assert(place, `${word} cannot be seen`);
  await page.mouse.move(place.x - 2, place.y);
  await page.mouse.move(place.x, place.y, { steps: 4 });
}

/** Tells whether an output holds an element, with some text if it is given. */
async function shows(page: Page, selector: string, text?: RegExp): Promise<boolean> {
  for (const frame of outputs(page)) {
    const found = frame.locator(selector, text ? { hasText: text } : {});
    if (await found.count().catch(() => 0) > 0) return true;
  }
  return false;
}

Deno.test({
  name: "VS Code: Deno's kernel is chosen by itself, its server reads along, notebooks run, and no cell has a fault",
  // Playwright keeps a connection and timers of its own until the browser ends.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: (context) =>
    inFolder(async (home) => {
      await using ended = new AsyncDisposableStack();
      ended.defer(() => Deno.remove(`${root}/${folder}`, { recursive: true }));
      const names = await copyNotebooks();
      const server = ended.adopt(await startCodeServer(home), (server) => server.stop());
      const chromium = ended.adopt(await startChromium(home), (chromium) => chromium.stop());
      const page = await chromium.browser.contexts()[0].newPage();
      await page.setViewportSize({ width: 1400, height: 900 });
      const picture = (name: string) => pictureOf(page, `vscode-${name}`);
      const runAll = () => page.locator('.action-item [aria-label="Run All"]:visible').first().click();
      let whole = true;
      const step = async (name: string, run: () => Promise<void>) => {
        if (whole) whole = await context.step(name, run);
      };
      await page.goto(server.address);
      await page.locator(".explorer-folders-view").first().waitFor({ timeout: minute });

      await step(
        "notebook 01 runs after the folder is trusted, on Deno's kernel, which nobody chose",
        async () => {
          await open(page, names[0]);
          await runAll();
          const trust = page.getByText("Trust Folder & Continue");
          await trust.waitFor({ timeout: minute });
          await page.locator(".monaco-dialog-box").screenshot({ path: `${pictures}/vscode-trust.png` });
          await trust.click();
          await page.locator(".kernel-action-view-item", { hasText: "Deno" }).first().waitFor({ timeout: minute });
          await find(page, "a figure", () => shows(page, 'svg[class^="plot-"]'));
          await picture("1-light");
        },
      );

      await step(
        "Deno's language server runs after it was allowed",
        async () => {
          await page.locator("#status\\.notifications").click();
          await page.mouse.move(700, 300);
          const allow = page.locator(".notifications-center .monaco-button", { hasText: "Allow" }).first();
          await allow.waitFor({ timeout: minute });
          await page.locator(".notifications-center").screenshot({ path: `${pictures}/vscode-allow.png` });
          await allow.click();
          // The extension then opens a page about itself.
          await page.getByText(`Deno ${Deno.version.deno}`).first().waitFor({ timeout: minute });
          await open(page, names[0]);
        },
      );

      await step("hover shows the type and what a function does", async () => {
        await pointAt(page, "groupTimes");
        const hover = page.locator(".monaco-hover:visible").first();
        await hover.waitFor({ timeout: minute });
        await until(page, "the type", async () => /groupTimes\(/.test(await hover.textContent() ?? ""));
        await picture("2-hover");
        await page.keyboard.press("Escape");
      });

      await step("a wrong type is underlined, and an open bracket shows the signature", async () => {
        await open(page, typed);
        const cell = page.locator(".code-cell-row:visible", { hasText: "possibleSplits" }).last();
        await cell.locator(".squiggly-error").first().waitFor({ timeout: minute });
        await cell.locator(".view-line").last().click();
        await page.keyboard.press("Control+End");
        await page.keyboard.type("\nhar.possibleSplits(");
        const signature = page.locator(".parameter-hints-widget:visible").first();
        await until(page, "the signature", async () => /frame/.test(await signature.textContent() ?? ""));
        await picture("3-wrong-type-and-signature");
        await page.keyboard.press("Escape");
        await open(page, names[0]);
      });

      await step("figures take the dark theme's colours", async () => {
        await command(page, "Preferences: Toggle between Light/Dark Themes");
        await page.locator(".monaco-workbench.vs-dark").waitFor({ timeout: minute });
        await find(page, "a figure", () => shows(page, 'svg[class^="plot-"]'));
        for (const frame of outputs(page)) {
          for (const figure of await frame.locator('svg[class^="plot-"]').all()) {
            const colour = await figure.evaluate((svg) => getComputedStyle(svg).color);
            assertGreater(Number(colour.match(/\d+/)![0]), 150, colour);
          }
        }
        await picture("4-dark");
      });

      await step(
        "a small notebook 04 trains and draws",
        async () => {
          const name = names.find((name) => name.startsWith("04"))!;
          await open(page, name);
          await runAll();
          await find(page, "the training's end", () => shows(page, "div", /Training is done: 1 epoch/), 4 * minute);
          await picture("5-trained");
        },
      );

      const trainAndStop = async () => {
        await runAll();
        await until(page, "a training", () => shows(page, "p", /Trial 1 of 1: .*epoch [2-9] of 500/), 2 * minute);
        await page.locator('.action-item [aria-label="Interrupt"]:visible').first().click();
        await until(page, "that it was stopped", () => shows(page, "p", /stopped before the end: 1 are left/));
        // Notebooks that were opened before stay in the page.
        return (await page.locator(".execution-count-label:visible").allTextContents()).slice(-2);
      };

      await step("Stop ends a training and keeps the kernel, and a restarted kernel counts from one", async () => {
        await open(page, stopped);
        assertEquals(await trainAndStop(), ["[1]", "[2]"]);
        assertEquals(await trainAndStop(), ["[3]", "[4]"]);
        await picture("6-stopped");
        await command(page, "Jupyter: Restart Kernel");
        await page.locator(".monaco-dialog-box .monaco-button", { hasText: "Restart" }).click({ timeout: minute });
        await page.locator(".monaco-dialog-box").waitFor({ state: "hidden" });
        assertEquals(await trainAndStop(), ["[1]", "[2]"]);
      });

      await step("no cell of any notebook has a fault, and the one that is wrong is told", async () => {
        await command(page, "View: Close All Editors");
        for (const name of [...names, typed]) await open(page, name);
        await command(page, "Problems: Focus on Problems View");
        const rows = page.locator(".markers-panel .monaco-list-row");
        // The one that is known to be wrong was opened last: once it is there, the others have been looked at.
        await rows.filter({ hasText: typed }).first().waitFor({ timeout: minute });
        await page.waitForTimeout(5000);
        const files = await rows.filter({ hasText: ".ipynb" }).allTextContents();
        await picture("7-problems");
        assertEquals(files.filter((text) => !text.includes(typed)), []);
      });
    }),
});
