import { assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { inFolder } from "../support/in_folder.ts";
import { featureMatrix } from "../../lib/data/feature_matrix.ts";
import { loadWindows, sourceLine } from "../../lib/data/load_windows.ts";
import { findArchive } from "../../lib/data/sources.ts";
import { featureFiles, type Files, haptFiles, signalText, uciHarFiles, zip } from "../support/archives.ts";

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

Deno.test("UCI's zip in a zip is read, and a folder with another name", () =>
  inFolder(async (folder) => {
    const inner = await zip(folder, uciHarFiles(), "UCI HAR Dataset.zip");
    const { BlobReader, BlobWriter, ZipWriter } = await import("@zip.js/zip.js");
    const outer = new ZipWriter(new BlobWriter());
    await outer.add("UCI HAR Dataset.zip", new BlobReader(new Blob([await Deno.readFile(inner)])));
    const data = `${folder}/outer.zip`;
    await Deno.writeFile(data, new Uint8Array(await (await outer.close()).arrayBuffer()));
    assertEquals((await loadWindows({ data, cache: `${folder}/cache` })).frame.height, 5);

    for (const [path, text] of Object.entries(uciHarFiles())) {
      const file = `${folder}/renamed/${path.replace("UCI HAR Dataset/", "")}`;
      await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(file, text);
    }
    assertEquals((await loadWindows({ data: `${folder}/renamed`, cache: `${folder}/cache` })).frame.height, 5);
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
    const { frame, source } = await loadWindows({ data, cache: `${folder}/cache` });
    assertEquals(column(frame, "start"), [100, 164, 0, 64, 128]);
    assertEquals(column(frame, "activity"), [5, 5, 1, 1, 1]);
    assertEquals(column(frame, "subject"), [1, 1, 7, 7, 7]);
    assertEquals(source.labelledSteps, 192 + 300);
    // A constant axis passes the filters unchanged, and nothing of it is body acceleration.
    assertAlmostEquals((frame.getColumn("total_acc_y").getIndex(0) as number[])[64], 0.2, 1e-6);
    assertAlmostEquals((frame.getColumn("body_acc_y").getIndex(0) as number[])[64], 0, 1e-6);
    assertEquals(
      (await loadWindows({ data, windowLength: 64, step: 32, cache: `${folder}/cache` })).frame.height,
      5 + 8,
    );
  }));

Deno.test("HAPT's transitions are cut on request, at any length and step, and with other filters", () =>
  inFolder(async (folder) => {
    const data = await zip(folder, haptFiles());
    const options = { data, windowLength: 32, step: 16, cache: `${folder}/cache` };
    const without = await loadWindows(options);
    const all = await loadWindows({ ...options, transitions: true });
    const transitions = (column(all.frame, "activity") as number[]).filter((activity) => activity > 6);
    assertEquals(transitions, [7, 7]);
    assertEquals(all.frame.height, without.frame.height + 2);
    assertEquals(all.source.labelledSteps, without.source.labelledSteps! + 58);
    const described = await loadWindows({ ...options, filters: "described" });
    const gyro = (windows: typeof all) => windows.frame.getColumn("body_gyro_y").getIndex(0) as number[];
    // The rotation about y is a steady 0.2 rad/s, which the official filters take for drift.
    assertAlmostEquals(gyro(described)[0], 0.2, 1e-6);
    assertEquals(Math.abs(gyro(without)[0]) < 0.15, true);
    await assertRejects(() => loadWindows({ ...options, step: 0 }), Error, "step must be a whole number of 1 or more");
  }));

const label = "UCI HAR Dataset/train/y_train.txt";
const gyro = "UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt";
const values = signalText(2, () => 0.5);

/** What is changed in a good archive, and what the error must say. */
const bad: { name: string; files: () => Files; change: Files | ((files: Files) => void); error: string }[] = [
  {
    name: "a missing signal file",
    files: uciHarFiles,
    change: (files) => delete files[gyro],
    error: "has no file test/Inertial Signals/body_gyro_x_test.txt",
  },
  {
    name: "a row with too few values",
    files: uciHarFiles,
    change: { [gyro]: values.replace(/ +\S+\n$/, "\n") },
    error: "body_gyro_x_test.txt, line 2: there are 127 values",
  },
  {
    name: "a value that is no number",
    files: uciHarFiles,
    change: { [gyro]: values.replace("5.0000000e-1", "abc") },
    error: "body_gyro_x_test.txt, line 1: value 1 is not a number",
  },
  {
    name: "NaN",
    files: uciHarFiles,
    change: { [gyro]: values.replace("5.0000000e-1", "NaN") },
    error: "line 1: value 1 is not a number",
  },
  {
    name: "a row of 560 features",
    files: () => ({ ...uciHarFiles(), ...featureFiles() }),
    change: { "UCI HAR Dataset/test/X_test.txt": "1 ".repeat(560) + "\n" },
    error: "X_test.txt, line 1: there are 560 values, and there must be 561",
  },
  {
    name: "features of the train windows alone",
    files: () => ({ ...uciHarFiles(), ...featureFiles() }),
    change: (files) => delete files["UCI HAR Dataset/test/X_test.txt"],
    error: "has train/X_train.txt but no test/X_test.txt",
  },
  {
    name: "too few names of features",
    files: () => ({ ...uciHarFiles(), ...featureFiles() }),
    change: { "UCI HAR Dataset/features.txt": "1 tBodyAcc-mean()-X\n" },
    error: "features.txt names 1 features, and there must be 561",
  },
  {
    name: "too few windows",
    files: uciHarFiles,
    change: { [gyro]: signalText(1, () => 0) },
    error: "has 1 windows and y_test.txt has 2 labels",
  },
  { name: "an empty file", files: uciHarFiles, change: { [gyro]: "" }, error: "body_gyro_x_test.txt is empty" },
  {
    name: "label 7",
    files: uciHarFiles,
    change: { [label]: "5\n7\n6\n" },
    error: "y_train.txt, line 2: label 7 is not one of 1 to 6",
  },
  { name: "label 0", files: uciHarFiles, change: { [label]: "0\n1\n6\n" }, error: "y_train.txt, line 1: label 0" },
  {
    name: "a label that is no number",
    files: uciHarFiles,
    change: { [label]: "5\nx\n6\n" },
    error: 'line 2: "x" is not a whole number',
  },
  {
    name: "a segment past the end",
    files: haptFiles,
    change: { "RawData/labels.txt": "1 1 5 101 401\n" },
    error: "labels.txt, line 1: the segment from 101 to 401 does not lie in its recording of 400 samples",
  },
  {
    name: "a segment that begins at 0",
    files: haptFiles,
    change: { "RawData/labels.txt": "1 1 5 0 300\n" },
    error: "the segment from 0 to 300",
  },
  {
    name: "activity 13",
    files: haptFiles,
    change: { "RawData/labels.txt": "1 1 13 1 300\n" },
    error: "activity 13 is not one of 1 to 12",
  },
  {
    name: "a label without its recording",
    files: haptFiles,
    change: { "RawData/labels.txt": "9 1 5 1 300\n" },
    error: "there is no recording of experiment 9",
  },
  {
    name: "a recording without its gyroscope",
    files: haptFiles,
    change: (files) => delete files["RawData/gyro_exp01_user01.txt"],
    error: "has no file RawData/gyro_exp01_user01.txt",
  },
  {
    name: "a row of two values",
    files: haptFiles,
    change: { "RawData/acc_exp01_user01.txt": "1 2 3\n1 2\n" },
    error: "acc_exp01_user01.txt, line 2: there must be 3 numbers",
  },
  {
    name: "text among the numbers",
    files: haptFiles,
    change: { "RawData/acc_exp01_user01.txt": "1 2 3\n1 two 3\n" },
    error: "acc_exp01_user01.txt must have 3 numbers a line",
  },
  {
    name: "an archive of something else",
    files: () => ({ "readme.txt": "hello" }),
    change: {},
    error: "holds neither UCI-HAR (train/Inertial Signals/…) nor HAPT",
  },
];

for (const { name, files, change, error } of bad) {
  Deno.test(`bad data gives one sentence and nothing is cached: ${name}`, () =>
    inFolder(async (folder) => {
      const changed = files();
      if (typeof change === "function") change(changed);
      else Object.assign(changed, change);
      const data = await zip(folder, changed);
      await assertRejects(() => loadWindows({ data, cache: `${folder}/cache` }), Error, error);
      assertEquals(await Deno.stat(`${folder}/cache`).catch(() => "nothing"), "nothing");
    }));
}

Deno.test("what is not a zip, or is cut short, is named", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/page.zip`, "<html>404</html>");
    const whole = await Deno.readFile(await zip(folder, uciHarFiles()));
    await Deno.writeFile(`${folder}/short.zip`, whole.subarray(0, whole.length / 2));
    for (const name of ["page.zip", "short.zip"]) {
      await assertRejects(
        () => loadWindows({ data: `${folder}/${name}` }),
        Error,
        "is not a zip archive, or it is cut short",
      );
    }
    await assertRejects(() => loadWindows({ data: `${folder}/none.zip` }), Error, "none.zip does not exist");
  }));

Deno.test("a damaged file inside a zip is named", () =>
  inFolder(async (folder) => {
    const bytes = await Deno.readFile(await zip(folder, uciHarFiles()));
    bytes.fill(0x55, 2000, 2040);
    await Deno.writeFile(`${folder}/damaged.zip`, bytes);
    await assertRejects(
      () => loadWindows({ data: `${folder}/damaged.zip`, cache: `${folder}/cache` }),
      Error,
      "is damaged",
    );
  }));

Deno.test("windows of another length cannot be cut from windows", () =>
  inFolder(async (folder) => {
    const data = await zip(folder, uciHarFiles());
    const options = { data, windowLength: 64, step: 32, cache: `${folder}/cache` };
    await assertRejects(() => loadWindows(options), Error, "already cut at 128 samples");
    await assertRejects(() => loadWindows({ data, filters: "described" }), Error, "already filtered");
    await assertRejects(() => loadWindows({ data, transitions: true }), Error, "holds no postural transitions");
  }));

const hapt = await findArchive("hapt");

Deno.test({
  name: "the real HAPT recordings give the published numbers",
  ignore: hapt === undefined,
  fn: () =>
    inFolder(async (folder) => {
      const { frame, source } = await loadWindows({ data: hapt, cache: folder });
      const counts = new Array(6).fill(0);
      for (const activity of column(frame, "activity") as number[]) counts[activity - 1]++;
      assertEquals(counts, [1722, 1544, 1407, 1801, 1979, 1958]);
      assertEquals([frame.height, source.labelledSteps], [10_411, 748_406]);
      assertEquals(new Set(column(frame, "subject")).size, 30);
    }),
});
