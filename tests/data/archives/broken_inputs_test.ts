import { assertEquals, assertMatch } from "@std/assert";
import { loadWindows } from "../../../lib/data/windows/load_windows.ts";
import { featureFiles, type Files, haptFiles, signalText, uciHarFiles, zip } from "../../support/archives.ts";
import { declared, renamed, zipBytes } from "../../support/broken_zips.ts";
import { inFolder } from "../../support/in_folder.ts";

const labels = "UCI HAR Dataset/train/y_train.txt";
const people = "UCI HAR Dataset/train/subject_train.txt";
const gyro = "UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt";
const recording = "RawData/acc_exp01_user01.txt";
const segments = "RawData/labels.txt";
const values = signalText(2, () => 0.5);
const withFeatures = { ...uciHarFiles(), ...featureFiles() };

/** Makes something to load in a folder and returns its path. */
type Make = (folder: string) => Promise<string>;

function changed(files: Files, change: Files | string): Make {
  const { [String(change)]: _, ...rest } = files;
  return (folder) => zip(folder, typeof change === "string" ? rest : { ...files, ...change });
}

/** Returns files under other paths. */
function moved(files: Files, from: string, to: string): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace(from, to), text]));
}

function bytes(make: () => Uint8Array | Promise<Uint8Array>): Make {
  return async (folder) => {
    await Deno.writeFile(`${folder}/archive.zip`, await make());
    return `${folder}/archive.zip`;
  };
}

/** Makes an unpacked UCI-HAR, in which something is then changed. */
function unpacked(change: (folder: string) => Promise<void>): Make {
  return async (folder) => {
    for (const [path, text] of Object.entries(uciHarFiles())) {
      const file = `${folder}/archive/${path}`;
      await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(file, text);
    }
    await change(`${folder}/archive`);
    return `${folder}/archive`;
  };
}

/** Flips a bit of the first file's content in an archive that is not compressed. */
async function flipped(): Promise<Uint8Array> {
  const zip = await zipBytes(uciHarFiles(), { level: 0 });
  const view = new DataView(zip.buffer);
  zip[30 + view.getUint16(26, true) + view.getUint16(28, true)] ^= 1;
  return zip;
}

/** What is loaded, and the sentence that it must give; DATA stands for its path. */
const broken: [name: string, make: Make, sentence: string][] = [
  // Zip archives.
  [
    "nothing",
    (folder) => Promise.resolve(`${folder}/archive.zip`),
    "DATA does not exist: give the path of an archive or a folder with UCI-HAR or HAPT.",
  ],
  [
    "a web page",
    bytes(() => new TextEncoder().encode("<html>404</html>")),
    "DATA is not a zip archive, or it is cut short: download it again.",
  ],
  [
    "an empty zip file",
    bytes(() => new Uint8Array()),
    "DATA is not a zip archive, or it is cut short: download it again.",
  ],
  [
    "a zip that is cut short",
    bytes(async () => (await zipBytes(uciHarFiles())).slice(0, 3000)),
    "DATA is not a zip archive, or it is cut short: download it again.",
  ],
  [
    "a wrong checksum",
    bytes(flipped),
    "DATA: UCI HAR Dataset/train/y_train.txt is damaged (Invalid CRC32): download the archive again.",
  ],
  [
    "damaged compressed data",
    bytes(async () => (await zipBytes(uciHarFiles())).fill(0x55, 2000, 2040)),
    "DATA: UCI HAR Dataset/train/Inertial Signals/body_acc_y_train.txt is damaged (Invalid uncompressed size): download the archive again.",
  ],
  [
    "an encrypted zip",
    bytes(() => zipBytes(uciHarFiles(), { password: "secret" })),
    "DATA: UCI HAR Dataset/train/y_train.txt is encrypted: give an archive without a password.",
  ],
  [
    "a path that leads upwards",
    bytes(async () => renamed(await zipBytes({ "xx/evil.txt": "1", ...uciHarFiles() }), "xx/evil.txt", "../evil.txt")),
    "DATA holds a file whose path leads out of the archive: nobody should unpack it.",
  ],
  [
    "an absolute path",
    bytes(async () => renamed(await zipBytes({ "xxevil.txt": "1", ...uciHarFiles() }), "xxevil.txt", "/tevil.txt")),
    "DATA holds a file whose path leads out of the archive: nobody should unpack it.",
  ],
  [
    "a bomb that says its size",
    bytes(async () => declared(await zipBytes(uciHarFiles()), labels, 0xfffffff0)),
    "DATA: UCI HAR Dataset/train/y_train.txt would unpack to 4294967280 bytes: that is no file of UCI-HAR.",
  ],
  [
    "a bomb that hides its size",
    bytes(async () => declared(await zipBytes({ ...uciHarFiles(), [labels]: "5\n".repeat(5e6) }), labels, 6)),
    "DATA: UCI HAR Dataset/train/y_train.txt is damaged (Invalid uncompressed size): download the archive again.",
  ],
  [
    "an archive of something else",
    changed({ "readme.txt": "hello" }, {}),
    "DATA holds neither UCI-HAR (train/Inertial Signals/…) nor HAPT (RawData/labels.txt).",
  ],
  // UCI-HAR's texts.
  [
    "a missing signal file",
    changed(uciHarFiles(), gyro),
    "DATA has no file test/Inertial Signals/body_gyro_x_test.txt: it is not a whole copy of UCI-HAR.",
  ],
  [
    "an empty signal file",
    changed(uciHarFiles(), { [gyro]: "" }),
    "DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt is empty.",
  ],
  [
    "a row with too few values",
    changed(uciHarFiles(), { [gyro]: values.replace(/ +\S+\n$/, "\n") }),
    "DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 2: there are 127 values, and there must be 128.",
  ],
  [
    "a row with too many values",
    changed(uciHarFiles(), { [gyro]: values.replace("\n", " 1.0\n") }),
    "DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 1: there are 129 values, and there must be 128.",
  ],
  [
    "a word among numbers",
    changed(uciHarFiles(), { [gyro]: values.replace("5.0000000e-1", "abc") }),
    'DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 1: value 1, "abc", is not a finite number.',
  ],
  [
    "NaN",
    changed(uciHarFiles(), { [gyro]: values.replace("5.0000000e-1", "NaN") }),
    'DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 1: value 1, "NaN", is not a finite number.',
  ],
  [
    "Inf",
    changed(uciHarFiles(), { [gyro]: values.replace("5.0000000e-1", "-Inf") }),
    'DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 1: value 1, "-Inf", is not a finite number.',
  ],
  [
    "a number that is too large",
    changed(uciHarFiles(), { [gyro]: values.replace("5.0000000e-1", "1e999") }),
    'DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 1: value 1, "1e999", is too large for a number of 32 bits.',
  ],
  [
    "a number that float32 does not hold",
    changed(uciHarFiles(), { [gyro]: values.replace("5.0000000e-1", "-1e300") }),
    'DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 1: value 1, "-1e300", is too large for a number of 32 bits.',
  ],
  [
    "a hexadecimal number",
    changed(uciHarFiles(), { [gyro]: values.replace("5.0000000e-1", "0x10") }),
    'DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 1: value 1, "0x10", is not a finite number.',
  ],
  [
    "a blank line between windows",
    changed(uciHarFiles(), { [gyro]: values.replace("\n", "\n\n") }),
    "DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 2: there are 0 values, and there must be 128.",
  ],
  [
    "commas between numbers",
    changed(uciHarFiles(), { [gyro]: values.trim().replace(/ +/g, ",") + "\n" }),
    'DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 1: value 1, "5.0000000e-1,5.00000…", is not a finite number.',
  ],
  [
    "decimal commas",
    changed(uciHarFiles(), { [gyro]: values.replaceAll(".", ",") }),
    'DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 1: value 1, "5,0000000e-1", is not a finite number.',
  ],
  [
    "binary data",
    changed(uciHarFiles(), { [gyro]: "\x7fELF\x02\x01\x00\x00" }),
    'DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt, line 1: value 1, "\x7fELF\\u0002\\u0001\\u0000\\u0000", is not a finite number.',
  ],
  [
    "too few windows",
    changed(uciHarFiles(), { [gyro]: signalText(1, () => 0) }),
    "DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt has 1 windows and y_test.txt has 2 labels.",
  ],
  [
    "a row of 560 features",
    changed(withFeatures, { "UCI HAR Dataset/test/X_test.txt": "1 ".repeat(560) + "\n" }),
    "DATA: UCI HAR Dataset/test/X_test.txt, line 1: there are 560 values, and there must be 561.",
  ],
  [
    "features of the train windows alone",
    changed(withFeatures, "UCI HAR Dataset/test/X_test.txt"),
    "DATA has train/X_train.txt but no test/X_test.txt: it is not a whole copy of UCI-HAR.",
  ],
  [
    "the people of the test windows alone",
    changed(uciHarFiles(), people),
    "DATA has test/subject_test.txt but no train/subject_train.txt: it is not a whole copy of UCI-HAR.",
  ],
  [
    "too few names of features",
    changed(withFeatures, { "UCI HAR Dataset/features.txt": "1 tBodyAcc-mean()-X\n" }),
    "DATA: UCI HAR Dataset/features.txt names 1 features, and there must be 561.",
  ],
  // Labels.
  [
    "label 7",
    changed(uciHarFiles(), { [labels]: "5\n7\n6\n" }),
    "DATA: train/y_train.txt, line 2: label 7 is not one of 1 to 6.",
  ],
  [
    "label 0",
    changed(uciHarFiles(), { [labels]: "0\n1\n6\n" }),
    "DATA: train/y_train.txt, line 1: label 0 is not one of 1 to 6.",
  ],
  [
    "a label that is no number",
    changed(uciHarFiles(), { [labels]: "5\nx\n6\n" }),
    'DATA: UCI HAR Dataset/train/y_train.txt, line 2: "x" is not a whole number.',
  ],
  [
    "a blank line between labels",
    changed(uciHarFiles(), { [labels]: "5\n\n6\n" }),
    'DATA: UCI HAR Dataset/train/y_train.txt, line 2: "" is not a whole number.',
  ],
  [
    "labels that are no text",
    bytes(() => zipBytes({ ...uciHarFiles(), [labels]: new Uint8Array([0x35, 0x0a, 0xff, 0x0a, 0x36]) })),
    "DATA: UCI HAR Dataset/train/y_train.txt is not text.",
  ],
  [
    "person 31",
    changed(uciHarFiles(), { [people]: "1\n31\n3\n" }),
    "DATA: UCI HAR Dataset/train/subject_train.txt, line 2: person 31 is not one of 1 to 30.",
  ],
  [
    "person 0",
    changed(uciHarFiles(), { [people]: "1\n1\n0\n" }),
    "DATA: UCI HAR Dataset/train/subject_train.txt, line 3: person 0 is not one of 1 to 30.",
  ],
  [
    "a person in both parts",
    changed(uciHarFiles(), { [people]: "1\n2\n3\n" }),
    "DATA: UCI HAR Dataset/train/subject_train.txt, line 2: person 2 belongs to the test files, as UCI-HAR was published, and not to the train files.",
  ],
  [
    "a training person among the test files",
    changed(uciHarFiles(), { "UCI HAR Dataset/test/subject_test.txt": "2\n5\n" }),
    "DATA: UCI HAR Dataset/test/subject_test.txt, line 2: person 5 belongs to the train files, as UCI-HAR was published, and not to the test files.",
  ],
  [
    "UCI-HAR twice",
    changed({ ...uciHarFiles(), ...moved(uciHarFiles(), "UCI HAR Dataset/", "copy/") }, {}),
    "DATA holds the data set twice, in UCI HAR Dataset/ and in copy/: give one of them.",
  ],
  ["no labels", changed(uciHarFiles(), { [labels]: "" }), "DATA: UCI HAR Dataset/train/y_train.txt is empty."],
  [
    "too few subjects",
    changed(uciHarFiles(), { "UCI HAR Dataset/train/subject_train.txt": "1\n1\n" }),
    "DATA: UCI HAR Dataset/train/subject_train.txt has 2 lines and y_train.txt has 3.",
  ],
  // HAPT's recordings and segments.
  [
    "a person 31 in HAPT",
    changed(moved(haptFiles(), "_user07", "_user31"), { [segments]: "1 1 5 101 292\n" }),
    "DATA: RawData/acc_exp02_user31.txt: person 31 is not one of 1 to 30.",
  ],
  [
    "an experiment twice",
    changed({ ...haptFiles(), ...moved(haptFiles(), "02_user07", "01_user07") }, {}),
    "DATA holds experiment 1 twice: RawData/acc_exp01_user01.txt and RawData/acc_exp01_user07.txt.",
  ],
  [
    "a segment that begins between samples",
    changed(haptFiles(), { [segments]: "1 1 5 101.5 292\n" }),
    "DATA: RawData/labels.txt, line 1: the segment from 101.5 to 292 must begin and end with whole samples.",
  ],
  [
    "a recording without its accelerometer",
    changed(haptFiles(), recording),
    "DATA has no file RawData/acc_exp01_user01.txt.",
  ],
  [
    "a segment past the end",
    changed(haptFiles(), { [segments]: "1 1 5 101 401\n" }),
    "DATA: RawData/labels.txt, line 1: the segment from 101 to 401 does not lie in its recording of 400 samples.",
  ],
  [
    "a segment that begins at 0",
    changed(haptFiles(), { [segments]: "1 1 5 0 300\n" }),
    "DATA: RawData/labels.txt, line 1: the segment from 0 to 300 does not lie in its recording of 400 samples.",
  ],
  [
    "a segment that ends before it begins",
    changed(haptFiles(), { [segments]: "1 1 5 300 101\n" }),
    "DATA: RawData/labels.txt, line 1: the segment from 300 to 101 does not lie in its recording of 400 samples.",
  ],
  [
    "segments that overlap",
    changed(haptFiles(), { [segments]: "1 1 5 101 292\n1 1 7 292 350\n" }),
    "DATA: RawData/labels.txt, line 2: the segment from 292 to 350 overlaps the one from 101 to 292.",
  ],
  [
    "activity 13",
    changed(haptFiles(), { [segments]: "1 1 13 1 300\n" }),
    "DATA: RawData/labels.txt, line 1: activity 13 is not one of 1 to 12.",
  ],
  [
    "half an activity",
    changed(haptFiles(), { [segments]: "1 1 1.5 1 300\n" }),
    "DATA: RawData/labels.txt, line 1: activity 1.5 is not one of 1 to 12.",
  ],
  [
    "a segment without its recording",
    changed(haptFiles(), { [segments]: "9 1 5 1 300\n" }),
    "DATA: RawData/labels.txt, line 1: there is no recording of experiment 9 with user 1.",
  ],
  [
    "a recording without its gyroscope",
    changed(haptFiles(), "RawData/gyro_exp01_user01.txt"),
    "DATA has no file RawData/gyro_exp01_user01.txt.",
  ],
  [
    "a gyroscope that ran shorter",
    changed(haptFiles(), { "RawData/gyro_exp01_user01.txt": "1 2 3\n" }),
    "DATA: RawData/acc_exp01_user01.txt has 400 samples and RawData/gyro_exp01_user01.txt has 1; they must be equally long.",
  ],
  [
    "a recording under another name",
    changed(haptFiles(), { "RawData/acc_walk.txt": "1 2 3\n" }),
    "DATA: RawData/acc_walk.txt is not named like acc_exp01_user01.txt.",
  ],
  [
    "a row of two values",
    changed(haptFiles(), { [recording]: "1 2 3\n1 2\n" }),
    "DATA: RawData/acc_exp01_user01.txt, line 2: there are 2 values, and there must be 3.",
  ],
  [
    "a word in a recording",
    changed(haptFiles(), { [recording]: "1 2 3\n1 two 3\n" }),
    'DATA: RawData/acc_exp01_user01.txt, line 2: value 2, "two", is not a finite number.',
  ],
  ["an empty recording", changed(haptFiles(), { [recording]: "" }), "DATA: RawData/acc_exp01_user01.txt is empty."],
  // Folders.
  [
    "an empty folder",
    (folder) => Deno.mkdir(`${folder}/archive`).then(() => `${folder}/archive`),
    "DATA holds neither UCI-HAR (train/Inertial Signals/…) nor HAPT (RawData/labels.txt).",
  ],
  [
    "a folder that lacks a file",
    unpacked((folder) => Deno.remove(`${folder}/${gyro}`)),
    "DATA has no file test/Inertial Signals/body_gyro_x_test.txt: it is not a whole copy of UCI-HAR.",
  ],
  [
    "a file that cannot be read",
    unpacked(async (folder) => {
      await Deno.remove(`${folder}/${gyro}`);
      await Deno.symlink("/nowhere", `${folder}/${gyro}`);
    }),
    "DATA/UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt cannot be read (No such file or directory).",
  ],
];

for (const [name, make, sentence] of broken) {
  Deno.test(`a broken input gives its sentence and leaves the cache as it is: ${name}`, () =>
    inFolder(async (folder) => {
      const cache = `${folder}/cache`;
      await Deno.mkdir(cache);
      await Deno.writeTextFile(`${cache}/kept`, "from before");
      const data = await make(folder);
      const error = await loadWindows({ data, cache }).then(() => undefined, (error: Error) => error);
      assertEquals(error?.message.replaceAll(data, "DATA"), sentence);
      assertEquals([...Deno.readDirSync(cache)].map(({ name }) => name), ["kept"]);
    }));
}

/** Texts that other programs have passed through: they hold the same numbers. */
const odd: [name: string, files: Files, change: (text: string) => string][] = [
  ["UCI-HAR with CRLF", uciHarFiles(), (text) => text.replaceAll("\n", "\r\n")],
  ["UCI-HAR with byte order marks", uciHarFiles(), (text) => `\ufeff${text}`],
  ["UCI-HAR without a last line end", uciHarFiles(), (text) => text.trimEnd()],
  ["UCI-HAR with blank lines at the end", uciHarFiles(), (text) => `${text}\n\n`],
  ["UCI-HAR with tabs", withFeatures, (text) => text.replaceAll(/(?<=\de[+-]\d+) +/g, "\t")],
  ["HAPT with blank lines at the end", haptFiles(), (text) => `${text} \n\n`],
  ["HAPT with two blanks", haptFiles(), (text) => text.replaceAll(" ", "  ")],
  ["HAPT with CRLF", haptFiles(), (text) => text.replaceAll("\n", "\r\n")],
  ["HAPT with byte order marks", haptFiles(), (text) => `\ufeff${text}`],
  ["HAPT without a last line end", haptFiles(), (text) => text.trimEnd()],
];

for (const [name, files, change] of odd) {
  Deno.test(`an odd input gives the same windows: ${name}`, () =>
    inFolder(async (folder) => {
      const other = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, change(text)]));
      const [plain, changed] = [await zip(folder, files, "plain.zip"), await zip(folder, other, "odd.zip")];
      const rows = async (data: string) => (await loadWindows({ data, cache: `${folder}/cache` })).frame.toRecords();
      assertEquals(await rows(changed), await rows(plain));
    }));
}

/** Archives that hold the same files otherwise. */
const packed: [name: string, pack: (folder: string, files: Files) => Promise<string>][] = [
  [
    "in capitals",
    (folder, files) =>
      zip(
        folder,
        Object.fromEntries(Object.entries(files).map(([path, text]) => [path.toUpperCase(), text])),
        "odd.zip",
      ),
  ],
  ["at the top", (folder, files) => zip(folder, moved(files, "UCI HAR Dataset/", ""), "odd.zip")],
  [
    "beside a Mac's notes",
    (folder, files) =>
      zip(
        folder,
        { "__MACOSX/UCI HAR Dataset/train/Inertial Signals/._body_acc_x_train.txt": "x", ...files },
        "odd.zip",
      ),
  ],
  ["in a zip in a zip", async (folder, files) => {
    let bytes = await zipBytes(files);
    for (const name of ["some.zip", "other.ZIP"]) bytes = await zipBytes({ "readme.txt": "hello", [name]: bytes });
    await Deno.writeFile(`${folder}/odd.zip`, bytes);
    return `${folder}/odd.zip`;
  }],
];

for (const [name, pack] of packed) {
  Deno.test(`an archive that is packed otherwise gives the same windows: ${name}`, () =>
    inFolder(async (folder) => {
      for (const files of [uciHarFiles(), haptFiles()]) {
        const [plain, odd] = [await zip(folder, files, "plain.zip"), await pack(folder, files)];
        const rows = async (data: string) => (await loadWindows({ data, cache: `${folder}/cache` })).frame.toRecords();
        assertEquals(await rows(odd), await rows(plain));
      }
    }));
}

Deno.test("what no sensor gives is told with its place and number, and windows that are copies", () =>
  inFolder(async (folder) => {
    const notes = async (files: Files) =>
      (await loadWindows({ data: await zip(folder, files), cache: `${folder}/cache` })).source.notes
        .map((note) => note.replace(`${folder}/archive.zip`, "DATA"));
    const small = Object.fromEntries(
      Object.entries(uciHarFiles()).map((
        [path, text],
      ) => [path, text.replaceAll(/e\+(\d)/g, (_, exponent) => `e${exponent - 3}`)]),
    );
    assertEquals((await notes(small)).slice(1), []);
    const large = (small[gyro] as string).replace(/\S+\n$/, "-3.6e1\n");
    assertEquals((await notes({ ...small, [gyro]: large })).slice(1), [
      "DATA: UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt: 1 value is beyond 2,000 degrees a second, more than a phone's sensor measures; the first is -36.0 in line 2.",
    ]);
    const copies = Object.fromEntries(
      Object.entries(small).map(([path, text]) => {
        const lines = text.split("\n");
        return [
          path,
          path.includes("Inertial Signals/") && path.includes("train")
            ? [lines[0], lines[1], lines[0], ""].join("\n")
            : text,
        ];
      }),
    );
    assertEquals((await notes(copies)).slice(1), [
      "DATA: 1 window is a copy of another; the first, train files, line 3, is the window of train files, line 1.",
    ]);
    const rows = (haptFiles()[recording] as string).split("\n");
    const stopped = rows.map((row, n) => n > 100 && n < 150 ? rows[100] : row).join("\n");
    assertEquals(await notes({ ...haptFiles(), [recording]: stopped }), [
      "DATA: RawData/acc_exp01_user01.txt: the values stand still once, for 1.0 s at most; the first time in line 101.",
      ...await notes(haptFiles()),
    ]);
    assertEquals(await notes({ ...haptFiles(), [recording]: rows.with(7, "-25 30 0").join("\n") }), [
      "DATA: RawData/acc_exp01_user01.txt: 2 values are beyond 20 g, more than a phone's sensor measures; the first is -25.0 in line 8.",
      ...await notes(haptFiles()),
    ]);
  }));

Deno.test("a cache that cannot be written is said, and the windows are there", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/cache`, "a file where a folder should be, which nobody may write to");
    const { frame, source } = await loadWindows({ data: await zip(folder, uciHarFiles()), cache: `${folder}/cache` });
    assertEquals(frame.height, 5);
    assertMatch(source.notes.at(-1)!, /^What was read could not be kept in .*\/cache \(.+\): the next start reads/);
  }));

Deno.test("a full disk is said, the windows are there, and nothing half-written stays", () =>
  inFolder(async (folder) => {
    const data = await zip(folder, uciHarFiles());
    const code = `import { loadWindows } from "${import.meta.resolve("../../../lib/data/windows/load_windows.ts")}";
const { frame, source } = await loadWindows({ data: "${data}", cache: "${folder}/cache" });
console.log(frame.height, source.notes.at(-1));`;
    // No file may grow beyond 1 KB, so every larger write fails as on a full disk.
    const { stdout, stderr } = await new Deno.Command("bash", {
      args: ["-c", `trap "" XFSZ; ulimit -f 1; exec "$0" eval "$1"`, Deno.execPath(), code],
      cwd: import.meta.dirname,
    }).output();
    const [text, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assertMatch(text, /^5 What was read could not be kept in .*\/cache \(.+\)/, errors);
    assertEquals([...Deno.readDirSync(`${folder}/cache`)].length, 0);
  }));
