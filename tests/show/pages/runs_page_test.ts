import { assertEquals } from "@std/assert";
import { type PageRun, runFilter, sortRuns } from "../../../lib/show/pages/page_run.ts";
import { runsData } from "../../../lib/show/pages/runs_data.ts";
import { stateFromHash, stateToHash } from "../../../lib/show/pages/runs_state.ts";
import { smallRecord } from "../../support/small_record.ts";

const runs = [
  { id: "a", values: { batch: 128, split: "random", device: "CPU" } },
  { id: "b", values: { batch: 32, split: "subject", device: "NVIDIA H100 by CUDA" } },
  { id: "c", values: { split: "subject", device: "CPU" } },
].map((run): PageRun => ({ history: [], confusion: [], recalls: [], ...run } as unknown as PageRun));
const passing = (text: string) => runs.filter(runFilter(text)).map(({ id }) => id);

Deno.test("a filter compares values as numbers or texts, and looks for other words anywhere", () => {
  assertEquals(passing(""), ["a", "b", "c"]);
  assertEquals(passing("split=subject"), ["b", "c"]);
  assertEquals(passing("batch>=32 batch<128"), ["b"], "a run without the value does not pass");
  assertEquals(passing("batch=128"), ["a"]);
  assertEquals(passing("split!=subject h100"), []);
  assertEquals(passing("cuda"), ["b"]);
});

Deno.test("runs are sorted by numbers or texts, and those without the value stand last both ways", () => {
  const order = (name: string, descending: boolean) => sortRuns(runs, name, descending).map(({ id }) => id).join("");
  assertEquals(order("batch", false), "bac");
  assertEquals(order("batch", true), "abc");
  assertEquals(order("id", true), "cba");
});

Deno.test("an address keeps what a reader chose, and only that", () => {
  const start = { kept: false, filter: "", sort: "when", descending: true, columns: ["split", "accuracy"], marked: [] };
  assertEquals(stateToHash(start, start), "");
  const chosen = {
    ...start,
    kept: true,
    filter: "split=subject & more",
    descending: false,
    columns: [],
    marked: ["a", "b"],
  };
  assertEquals(stateFromHash(`#${stateToHash(chosen, start)}`, start), chosen);
  assertEquals(stateFromHash("#nonsense", start), start);
});

Deno.test("the page holds settings and results as they are compared, and leaves out what a run does not have", () => {
  const record = smallRecord("run-1", { wrong: 3, settings: { batch: 64 } });
  const people = [{ subject: 4, confusion: [[3, 1], [0, 4]] }];
  const { runs, settings } = runsData([{ ...record, people }]);
  const [{ values, recalls }] = runs;
  assertEquals([values.batch, values.accuracy, values.data, values.trainingWindows], [64, 0.95, "hapt", undefined]);
  assertEquals([settings.includes("device"), runs[0].people], [true, [[4, 0.875]]]);
  assertEquals(recalls.length, 6);
});
