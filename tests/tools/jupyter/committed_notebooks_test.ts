import { assertEquals } from "@std/assert";
import { namesIn } from "../../../lib/system/files.ts";
import { root } from "../../../lib/system/paths.ts";

interface Cell {
  id: string;
  source: string[];
  outputs?: unknown[];
}

Deno.test("committed notebooks have no outputs, cells with identifiers of their own, and no gap in their sections", async () => {
  const names = (await namesIn(`${root}/notebooks`)).filter((name) => name.endsWith(".ipynb"));
  assertEquals(names.length, 8);
  for (const name of names) {
    const { cells }: { cells: Cell[] } = JSON.parse(await Deno.readTextFile(`${root}/notebooks/${name}`));
    assertEquals(cells.filter(({ outputs }) => outputs && outputs.length > 0), [], name);
    const ids = cells.map(({ id }) => id);
    assertEquals(ids.filter((id, index) => ids.indexOf(id) !== index), [], name);
    const lines = cells.flatMap(({ source }) => source);
    const sections = lines.flatMap((line) => /^## (?:\d+\.)?(\d+) /.exec(line)?.slice(1).map(Number) ?? []);
    assertEquals(sections, sections.map((_, index) => index + 1), name);
  }
});
