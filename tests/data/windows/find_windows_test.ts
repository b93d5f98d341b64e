import { assert, assertEquals } from "@std/assert";
import { officialWindows } from "../../../lib/tools/bench/official_windows.ts";
import { findWindows } from "../../../lib/data/windows/find_windows.ts";
import { loadWindows } from "../../../lib/data/windows/load_windows.ts";
import { cutWindows } from "../../../lib/data/signals/cut_windows.ts";
import { findArchive, findFile } from "../../../lib/data/archives/archive_sources.ts";
import { syntheticRecordings } from "../../../lib/data/windows/synthetic_windows.ts";
import { inFolder } from "../../support/in_folder.ts";

Deno.test("windows are found where they were cut, and those of others nowhere", () => {
  const { recordings, segments } = syntheticRecordings({ subjects: 3, seconds: 6 });
  const frame = cutWindows(recordings, segments);
  const places = findWindows(frame, recordings);
  const [subjects, starts] = ["subject", "start"].map((name) => frame.getColumn(name).toArray() as number[]);
  assertEquals(places, starts.map((start, row) => ({ recording: subjects[row] - 1, start })));
  const others = syntheticRecordings({ subjects: 3, seconds: 6, seed: 2 }).recordings;
  assertEquals(findWindows(frame, others), new Array(frame.height).fill(undefined));
});

const hapt = await findArchive("hapt");
const official = await findArchive("uci-har") ?? await findFile(["uci-har-subset.zip"]);

Deno.test({
  name: "HAPT's recordings give UCI-HAR's published windows to 0.0002 g and 0.0002 rad/s",
  ignore: hapt === undefined || official === undefined,
  fn: () =>
    inFolder(async (cache) => {
      const windows = await loadWindows({ data: official, cache });
      const some = windows.frame.height - 300;
      const { found, closeness } = await officialWindows({ ...windows, frame: windows.frame.slice(some, 300) }, hapt!);
      assertEquals(found, 300);
      const [best, described] = closeness;
      assertEquals([best.filters, described.filters], ["official", "described"]);
      assert(best.totalAcceleration < 0.0002 && best.bodyAcceleration < 0.0002, JSON.stringify(best));
      assert(best.angularVelocity < 0.0002, JSON.stringify(best));
      assert(described.totalAcceleration > 0.005, JSON.stringify(described));
    }),
});
