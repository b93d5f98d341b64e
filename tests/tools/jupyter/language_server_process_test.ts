import { pathToFileURL } from "node:url";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { jupyterlabSettings } from "../../../lib/tools/jupyter/jupyterlab_settings.ts";
import { isCode, type Notebook, notebookCode, sourceOf } from "../../../lib/tools/jupyter/notebook_modules.ts";
import { namesIn } from "../../../lib/system/files.ts";
import { root } from "../../../lib/system/paths.ts";
import { LanguageServer } from "../../support/language_server.ts";

/** The notebooks by their paths. */
const notebooks = new Map<string, Notebook>();
for (const name of await namesIn(`${root}/notebooks`)) {
  const path = `${root}/notebooks/${name}`;
  if (name.endsWith(".ipynb")) notebooks.set(path, JSON.parse(await Deno.readTextFile(path)));
}

Deno.test("the language server finds no fault in any notebook's cells, a wrong type in a further one, and completes har.", async () => {
  const server = await LanguageServer.start();
  try {
    for (const [path, { cells }] of notebooks) {
      const texts = cells.filter(isCode).map(sourceOf);
      const uris = await server.openNotebook(path, [...texts, "const wrong: number = har.table([]);", "har.peo"]);
      const [wrong, unfinished] = uris.slice(-2);
      for (const [i, uri] of uris.slice(0, texts.length).entries()) {
        assertEquals(await server.diagnosticsOf(uri), [], `${path}: ${texts[i]}`);
      }
      const [first, ...others] = await server.diagnosticsOf(wrong);
      assertMatch(first.message, /is not assignable to type 'number'/);
      assertEquals(others, []);
      const place = { textDocument: { uri: unfinished }, position: { line: 0, character: 7 } };
      const { items } = await server.request<{ items: { label: string }[] }>("textDocument/completion", place);
      assert(items.some(({ label }) => label === "peoplePlot"));
    }
  } finally {
    await server.stop();
  }
});

Deno.test("through JupyterLab's program all cells of a notebook are one document: no fault, a wrong type, a hover", async () => {
  const { argv, ignoreCodes } = jupyterlabSettings;
  const server = await LanguageServer.start(argv.slice(1));
  try {
    for (const [path, notebook] of notebooks) {
      const uri = pathToFileURL(path).href;
      const code = `${notebookCode(notebook)}const wrong: number = har.table([]);\nhar.windowsOf;\n`;
      await server.openDocument(uri, "x.typescript", code);
      const found = (await server.diagnosticsOf(uri)).filter(({ code }) => !ignoreCodes.includes(String(code)));
      assertEquals(found.map(({ code }) => code), [2322], `${path}: ${JSON.stringify(found)}`);
      const position = { line: code.split("\n").length - 2, character: 6 };
      const hover = await server.request("textDocument/hover", { textDocument: { uri }, position });
      assertStringIncludes(JSON.stringify(hover), "function windowsOf(");
    }
  } finally {
    await server.stop();
  }
});

Deno.test("hover over a setting shows its type, and completion offers the others", async () => {
  const server = await LanguageServer.start();
  try {
    const path = `${root}/notebooks/04-uci-har-experiment.ipynb`;
    const texts = notebooks.get(path)!.cells.filter(isCode).map(sourceOf);
    const uris = await server.openNotebook(path, [...texts, "har.checkSettings({ car });"]);
    const cell = texts.findIndex((text) => text.includes("har.parameters("));
    await server.diagnosticsOf(uris[cell]);
    for (const name of ["epochs", "learningRate"]) {
      const line = texts[cell].split("\n").findIndex((line) => line.startsWith(`  ${name}:`));
      const place = { textDocument: { uri: uris[cell] }, position: { line, character: 4 } };
      assertStringIncludes(JSON.stringify(await server.request("textDocument/hover", place)), `${name}: number`);
    }
    const place = { textDocument: { uri: uris.at(-1)! }, position: { line: 0, character: 23 } };
    const { items } = await server.request<{ items: { label: string }[] }>("textDocument/completion", place);
    assert(items.some(({ label }) => label.startsWith("cardinality")), JSON.stringify(items.slice(0, 5)));
  } finally {
    await server.stop();
  }
});
