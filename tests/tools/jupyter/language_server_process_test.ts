import { assert, assertEquals, assertMatch } from "@std/assert";
import { isCode, type Notebook, sourceOf } from "../../../lib/tools/jupyter/notebook_modules.ts";
import { root } from "../../../lib/system/paths.ts";
import { LanguageServer } from "../../support/language_server.ts";

Deno.test("the language server finds no fault in notebook 04, a wrong type in a further cell, and completes har.", async () => {
  const path = `${root}/notebooks/04-uci-har-experiment.ipynb`;
  const notebook: Notebook = JSON.parse(await Deno.readTextFile(path));
  const cells = notebook.cells.filter(isCode).map(sourceOf);
  const server = await LanguageServer.start();
  try {
    const uris = await server.openNotebook(path, [...cells, "const wrong: number = har.flagsOf(settings);", "har.peo"]);
    const [wrong, unfinished] = uris.slice(-2);
    for (const [i, uri] of uris.slice(0, cells.length).entries()) {
      assertEquals(await server.diagnosticsOf(uri), [], cells[i]);
    }
    const [first, ...others] = await server.diagnosticsOf(wrong);
    assertMatch(first.message, /'string' is not assignable to type 'number'/);
    assertEquals(others, []);
    const place = { textDocument: { uri: unfinished }, position: { line: 0, character: 7 } };
    const { items } = await server.request<{ items: { label: string }[] }>("textDocument/completion", place);
    assert(items.some(({ label }) => label === "peoplePlot"));
  } finally {
    await server.stop();
  }
});
