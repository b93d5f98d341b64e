import { assertAlmostEquals, assertEquals, assertGreater, assertRejects, assertStringIncludes } from "@std/assert";
import { inFolder } from "../../support/in_folder.ts";
import { featureMatrix } from "../../../lib/results/baseline/feature_baseline.ts";
import { loadWindows } from "../../../lib/data/windows/load_windows.ts";
import { sourceLine } from "../../../lib/data/windows/data_source.ts";
import { labelledSteps } from "../../../lib/data/signals/recording.ts";
import { checkKnownChecksum, findArchive } from "../../../lib/data/archives/archive_sources.ts";
import { featureFiles, haptFiles, uciHarFiles, zip } from "../../support/archives.ts";
import { countDifference, uciHarWindows } from "../../../lib/data/archives/published_counts.ts";

function column(frame: Awaited<ReturnType<typeof loadWindows>>["frame"], name: string): unknown[] {
  return frame.getColumn(name).toArray();
}

Deno.test("UCI-HAR is read in its official layout, and from the cache the same again", () =>
  inFolder(async (folder) => {
    const data = await zip(folder, uciHarFiles());
    for (const attempt of ["read", "cached"]) {
      const { frame, source } = await loadWindows({ data, cache: `${folder}/cache` });
      assertEquals(column(frame, "activity"), [5, 1, 6, 2, 4], attempt);
      assertEquals(column(frame, "subject"), [1, 1, 3, 2, 4], attempt);
      const window = frame.getColumn("total_acc_z").getIndex(4) as number[];
      assertEquals(window.length, 128);
      assertAlmostEquals(window[127], 100 + 10 + 8 + 0.127, 1e-4);
      assertEquals([source.kind, source.sha256?.length, source.title], [
        "uci-har",
        64,
        "A part of UCI-HAR: 5 of 10299 official windows",
      ]);
      // The numbers that differ are said each time, also from the cache.
      assertStringIncludes(
        sourceLine(source),
        "train 3 of 7352 windows (walking 1 of 1226, walking upstairs 0 of 1073",
      );
      assertStringIncludes(sourceLine(source), "test 2 of 2947 windows (walking 0 of 496");
    }
  }));

Deno.test("UCI's 561 features come along where the archive has them, and only then", () =>
  inFolder(async (folder) => {
    const data = await zip(folder, { ...uciHarFiles(), ...featureFiles() });
    for (const attempt of ["read", "cached"]) {
      const { frame, featureNames } = await loadWindows({ data, cache: `${folder}/cache` });
      const rows = column(frame, "features") as number[][];
      assertEquals(rows.map((row) => row.length), [561, 561, 561, 561, 561], attempt);
      assertAlmostEquals(rows[3][560], 4.56, 1e-5);
      assertEquals([featureNames!.length, featureNames![560]], [561, "561 tBodyAcc-mean()"]);
      const features = featureMatrix(frame);
      assertEquals(features.shape, [5, 561]);
      assertAlmostEquals(features.arraySync()[2][1], 3.001, 1e-5);
      features.dispose();
    }
    const { frame, featureNames } = await loadWindows({
      data: await zip(folder, uciHarFiles()),
      cache: `${folder}/cache`,
    });
    assertEquals([frame.columns.includes("features"), featureNames], [false, undefined]);
    const features = featureMatrix(frame);
    assertEquals(features.shape, [5, 153]);
    features.dispose();
  }));

Deno.test("without subject files the subjects are null", () =>
  inFolder(async (folder) => {
    const files = uciHarFiles();
    for (const path of Object.keys(files)) if (path.includes("subject")) delete files[path];
    const { frame } = await loadWindows({ data: await zip(folder, files), cache: `${folder}/cache` });
    assertEquals(column(frame, "subject"), [null, null, null, null, null]);
  }));

Deno.test("HAPT's segments are cut into windows inside each segment, and transitions are left out", () =>
  inFolder(async (folder) => {
    const data = await zip(folder, haptFiles());
    const { frame, segments } = await loadWindows({ data, cache: `${folder}/cache` });
    assertEquals(column(frame, "start"), [100, 164, 0, 64, 128]);
    assertEquals(column(frame, "activity"), [5, 5, 1, 1, 1]);
    assertEquals(column(frame, "subject"), [1, 1, 7, 7, 7]);
    assertEquals(segments!.toRecords(), [
      { experiment: 1, subject: 1, activity: 5, first: 100, last: 291 },
      { experiment: 2, subject: 7, activity: 1, first: 0, last: 299 },
    ]);
    assertEquals((await loadWindows({ data, cache: `${folder}/cache` })).segments!.toRecords(), segments!.toRecords());
    // A constant axis passes the filters unchanged, and nothing of it is body acceleration.
    assertAlmostEquals((frame.getColumn("total_acc_y").getIndex(0) as number[])[64], 0.2, 1e-6);
    assertAlmostEquals((frame.getColumn("body_acc_y").getIndex(0) as number[])[64], 0, 1e-6);
    assertEquals(
      (await loadWindows({ data, windowLength: 64, step: 32, cache: `${folder}/cache` })).frame.height,
      5 + 8,
    );
  }));

Deno.test("published windows are filtered already: other filters that are asked for are said not to be", () =>
  inFolder(async (folder) => {
    const { source } = await loadWindows({
      data: await zip(folder, uciHarFiles()),
      filters: "described",
      cache: `${folder}/cache`,
    });
    assertStringIncludes(sourceLine(source), 'the filters "described" that were asked for take HAPT');
  }));

Deno.test("HAPT's transitions are cut on request, at any length and step, and with other filters", () =>
  inFolder(async (folder) => {
    const data = await zip(folder, haptFiles());
    const options = { data, windowLength: 32, step: 16, cache: `${folder}/cache` };
    const without = await loadWindows(options);
    const all = await loadWindows({ ...options, transitions: true });
    const transitions = (column(all.frame, "activity") as number[]).filter((activity) => activity > 6);
    assertEquals(transitions, [7, 7, 7, 7]);
    // The middle of each lies in the transition, which lasts 58 samples; those of activities reach across borders too.
    const middles = (column(all.frame, "start") as number[]).map((start) => start + 16);
    const experiments = column(all.frame, "experiment") as number[];
    const segments = all.segments!.toRecords() as Record<string, number>[];
    for (const [row, middle] of middles.entries()) {
      const own = segments.find(({ experiment, first, last }) =>
        experiment === experiments[row] && first <= middle && middle <= last
      );
      assertEquals(own?.activity, (column(all.frame, "activity") as number[])[row]);
    }
    assertGreater(all.frame.height, without.frame.height + 4);
    const first = all.segments!.toRecords().find(({ activity }) => activity === 7)!.first as number;
    const labels = column(all.frame, "activity") as number[];
    assertEquals(
      (column(all.frame, "start") as number[]).filter((_, row) => labels[row] === 7),
      [8, 24, 40, 56].map((i) => first - 16 + i),
    );
    assertEquals(labelledSteps(all.segments!), labelledSteps(without.segments!) + 58);
    const described = await loadWindows({ ...options, filters: "described" });
    const gyro = (windows: typeof all) => windows.frame.getColumn("body_gyro_y").getIndex(0) as number[];
    // The rotation about y is a steady 0.2 rad/s, which the official filters take for drift.
    assertAlmostEquals(gyro(described)[0], 0.2, 1e-6);
    assertEquals(Math.abs(gyro(without)[0]) < 0.15, true);
    await assertRejects(() => loadWindows({ ...options, step: 0 }), Error, "step must be a whole number of 1 or more");
  }));

Deno.test("windows of another length cannot be cut from windows", () =>
  inFolder(async (folder) => {
    const data = await zip(folder, uciHarFiles());
    const options = { data, windowLength: 64, step: 32, cache: `${folder}/cache` };
    await assertRejects(() => loadWindows(options), Error, "already cut at 128 samples");
    await assertRejects(() => loadWindows({ data, transitions: true }), Error, "holds no postural transitions");
  }));

const hapt = await findArchive("hapt");

Deno.test({
  name: "the real HAPT recordings give the published numbers",
  ignore: hapt === undefined,
  fn: () =>
    inFolder(async (folder) => {
      const { frame, segments } = await loadWindows({ data: hapt, cache: folder });
      const counts = new Array(6).fill(0);
      for (const activity of column(frame, "activity") as number[]) counts[activity - 1]++;
      assertEquals(counts, [1722, 1544, 1407, 1801, 1979, 1958]);
      assertEquals([frame.height, labelledSteps(segments!)], [10_411, 748_406]);
      assertEquals(new Set(column(frame, "subject")).size, 30);
    }),
});

const labels = (counts: number[]) => counts.flatMap((count, i) => new Array<number>(count).fill(i + 1));
const published = { train: labels(uciHarWindows.train), test: labels(uciHarWindows.test) };

Deno.test("UCI-HAR's published windows are 7,352 and 2,947", () => {
  assertEquals([published.train.length, published.test.length], [7352, 2947]);
  assertEquals(uciHarWindows.all, [1722, 1544, 1406, 1777, 1906, 1944]);
});

Deno.test("countDifference tells what is missing or too much, and nothing of a whole set", () => {
  assertEquals(countDifference(published), undefined);
  assertEquals(
    countDifference({ ...published, test: published.test.slice(1) }),
    "It is not the whole UCI-HAR, but has test 2946 of 2947 windows (walking 495 of 496).",
  );
  // As many windows, but of other activities.
  assertEquals(
    countDifference({ ...published, train: [...published.train.slice(0, -1), 5] }),
    "It is not the whole UCI-HAR, but has train 7352 of 7352 windows (standing 1375 of 1374, laying 1406 of 1407).",
  );
});

Deno.test("the first use records an archive's checksum, and another archive in its place is refused", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a.zip`;
    await Deno.writeTextFile(path, "anything");
    await checkKnownChecksum(path, "aa11", folder);
    assertEquals(await Deno.readTextFile(`${path}.sha256`), "aa11  a.zip\n");
    await checkKnownChecksum(path, "aa11", folder);
    await assertRejects(
      () => checkKnownChecksum(path, "bb22", folder),
      Error,
      `${path} is not the archive that was first used here: its SHA-256 is bb22, and ${path}.sha256 says aa11.`,
    );
  }));

Deno.test("nothing is recorded of archives elsewhere", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a.zip`;
    await Deno.writeTextFile(path, "anything");
    await Deno.mkdir(`${folder}/data`);
    await checkKnownChecksum(path, "aa11", `${folder}/data`);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["a.zip", "data"]);
  }));
