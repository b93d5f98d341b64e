import { assertEquals } from "@std/assert";
import { choiceTable, finalTable } from "../../../lib/show/notebook/by_person_choices.ts";
import { presets } from "../../../lib/settings/presets.ts";
import type { ExperimentSettings } from "../../../lib/settings/experiment_settings.ts";
import { inFolder } from "../../support/in_folder.ts";
import { smallRecord, writeRecord } from "../../support/small_record.ts";

function rowsOf(table: Element): (string | null)[][] {
  return [...table.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("td")].map((cell) => cell.textContent)
  );
}

Deno.test("the choices are found by their settings, synthetic and stopped runs do not count, and what is missing is a dash", () =>
  inFolder(async (folder) => {
    const write = (id: string, settings: Partial<ExperimentSettings>, accuracy: number, more: object = {}) => {
      const { test, ...record } = smallRecord(id, { settings, ...more });
      return writeRecord(folder, { ...record, test: { ...test, accuracy } });
    };
    const byPerson = { ...presets["by-person"], split: "development" as const };
    await write("1", { ...byPerson, seed: 1 }, 0.94);
    await write("2", { ...byPerson, seed: 2 }, 0.96);
    await write("3", { ...byPerson, seed: 3 }, 0.99, { stopped: true });
    await write("4", { ...byPerson, seed: 3 }, 0.99, { data: { kind: "synthetic", title: "SYNTHETIC", notes: [] } });
    await write("5", { ...presets["by-person"], seed: 3 }, 0.98);
    const rows = rowsOf(await choiceTable({ folder }));
    assertEquals(rows.map((row) => row.slice(1, 6)), [
      ["–", "–", "–", "–", "–"],
      ["–", "–", "–", "–", "–"],
      ["–", "–", "–", "–", "–"],
      ["–", "–", "–", "–", "–"],
      ["–", "–", "–", "–", "–"],
      ["0.9400", "0.9600", "–", "0.9500", "0.0100"],
    ]);
    assertEquals(rowsOf(await finalTable({ folder }))[2].slice(0, 6), [
      "by-person, 28 epochs",
      "–",
      "–",
      "0.9800",
      "0.9800",
      "–",
    ]);
  }));

Deno.test("the runs by which by-person was chosen, and those on the test people, are in git", async () => {
  const rows = [...rowsOf(await choiceTable()), ...rowsOf(await finalTable())];
  assertEquals(rows.map((row) => row.slice(1, 5).every((text) => /^0\.\d{4}$/.test(text!))), new Array(9).fill(true));
});
