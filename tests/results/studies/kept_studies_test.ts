import { assertEquals } from "@std/assert";
import { readSweep } from "../../../lib/results/studies/sweep_file.ts";
import { root } from "../../../lib/system/paths.ts";

const folder = `${root}/notebooks/sweeps`;
const names = [...Deno.readDirSync(folder)].map(({ name }) => name);

for (const name of names) {
  Deno.test(`${name} names trials that are all different`, async () => {
    const trials = (await readSweep(`${folder}/${name}`)).map((settings) => JSON.stringify(settings));
    assertEquals(trials.length, new Set(trials).size);
  });
}

Deno.test("a study that compares settings tests on people held back, except those of the article and of whole recordings", async () => {
  const articles = ["filters.json", "article.json", "one-person-out.json", "precision-article.json", "recordings.json"];
  for (const name of names.filter((name) => !articles.includes(name))) {
    const splits = new Set((await readSweep(`${folder}/${name}`)).map(({ split }) => split));
    assertEquals([...splits], ["development"], name);
  }
});
