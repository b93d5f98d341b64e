import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { compare } from "../../../lib/show/notebook/compare.ts";
import { readRun, readRuns } from "../../../lib/results/runs/list_runs.ts";
import { writeRun } from "../../../lib/results/runs/run_folder.ts";
import type { ExperimentSettings } from "../../../lib/settings/experiment_settings.ts";
import { inFolder } from "../../support/in_folder.ts";
import { smallRecord, truth, wrongLabels } from "../../support/small_record.ts";

await backend();
/** Writes a run that got some of sixty windows wrong, with predictions and a network. */
async function writeSmallRun(
  folder: string,
  id: string,
  wrong: number,
  settings: Partial<ExperimentSettings>,
  first = 0,
): Promise<void> {
  const probabilities = Array.from(truth, () => [1, 0, 0, 0, 0, 0]);
  const model = articleNetwork({ channels: [2], cardinality: 1, windowLength: 8 });
  const rows = truth.map((_, i) => first + i);
  const predictions = { predicted: wrongLabels(wrong), probabilities, loss: 0, accuracy: 0 };
  await writeRun(smallRecord(id, { wrong, settings }), { model, rows, truth, predictions, runs: folder });
  model.dispose();
}

Deno.test("runs are read, the oldest first, and an unknown one is refused with the latest", () =>
  inFolder(async (folder) => {
    assertEquals(await readRuns({ folder: `${folder}/none` }), []);
    await writeSmallRun(folder, "run-2", 6, { weightDecay: 0.1 });
    await writeSmallRun(folder, "run-1", 3, {});
    await Deno.mkdir(`${folder}/something-else`);
    const runs = await readRuns({ folder });
    assertEquals(runs.map(({ id, settings }) => [id, settings.weightDecay]), [["run-1", 0], ["run-2", 0.1]]);
    await assertRejects(() => readRun("run-7", { folder }), Error, "no run run-7: the latest are run-1, run-2.");
  }));

Deno.test("compare shows curves, the settings that differ, the best results, and whether runs differ at all", () =>
  inFolder(async (folder) => {
    await writeSmallRun(folder, "run-1", 3, { cardinality: 4 });
    await writeSmallRun(folder, "run-2", 18, { cardinality: 8 });
    await writeSmallRun(folder, "run-3", 3, { cardinality: 2 }, 1);
    const text = (await compare(["run-1", "run-2", "run-3"], { folder })).outerHTML;
    assertStringIncludes(text, "Validation accuracy");
    const headers = [...text.matchAll(/<th [^>]*>([^<]*)<\/th>/g)].map(([, title]) => title);
    assertEquals(headers.slice(0, 3), ["run", "cardinality", "accuracy"]);
    assertEquals(text.match(/★ 0\.9500/g)?.length, 6, "two runs are the best in accuracy and both F1");
    assertStringIncludes(text, "windows of a random split share samples");
    const byPerson = async (id: string, wrong: number[], first = 1) => {
      const record = JSON.parse(await Deno.readTextFile(`${folder}/${id}/run.json`));
      record.settings.split = "subject";
      record.people = wrong.map((count, i) => ({ subject: first + i, confusion: [[10 - count, count], [0, 10]] }));
      await Deno.writeTextFile(`${folder}/${id}/run.json`, JSON.stringify(record));
    };
    await byPerson("run-1", [0, 1, 2, 1]);
    await byPerson("run-2", [4, 6, 6, 5]);
    await byPerson("run-3", [4, 6], 20);
    const people = (await compare(["run-1", "run-2", "run-3"], { folder })).outerHTML;
    // Differences of 0.2, 0.25, 0.2 and 0.2: t with three degrees of freedom is 3.182.
    assertMatch(people, /run-2<\/td><td [^>]*>4<\/td><td[^>]*>−0\.2125<\/td><td[^>]*>−0\.2523 to −0\.1727<\/td>/);
    assertStringIncludes(people, "lower; one training each");
    assertStringIncludes(people, "they were tested on different people");
    await assertRejects(() => compare(["run-1"], { folder }), Error, "at least two runs");
  }));
