import { root } from "../../lib/system/paths.ts";

/** Writes 09-small.ipynb with some code cells between two headings into a folder of its own and runs a test. */
export async function withNotebook(cells: string[], test: (folder: string) => Promise<void>): Promise<void> {
  // The kernel finds deno.json from the notebook's folder, so the folder lies in the checkout.
  await Deno.mkdir(`${root}/data`, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: `${root}/data`, prefix: "test-notebook-" });
  const cell = (source: string, i: number) => ({
    cell_type: "code",
    id: `cell-${i}`,
    metadata: { tags: ["cover"] },
    execution_count: null,
    outputs: [],
    source,
  });
  const title = { cell_type: "markdown", id: "title", metadata: {}, source: "# A small notebook\n\n## 1 Curves" };
  const end = { ...title, id: "end", source: "## 2 The end\n\n" + "More. ".repeat(2000) };
  const metadata = { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } };
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata, cells: [title, ...cells.map(cell), end] };
  await Deno.writeTextFile(`${folder}/09-small.ipynb`, JSON.stringify(notebook));
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
