import { assertEquals } from "@std/assert";
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

/**
 * A text in the place of a file's, and the sentence that it must give; DATA stands for the archive's path, FILE
 * for DATA and the file's.
 */
const texts: [files: Files, file: string, cases: [text: string, sentence: string][]][] = [
  [uciHarFiles(), gyro, [
    ["", "FILE is empty."],
    [values.replace("\n", " 1.0\n"), "FILE, line 1: there are 129 values, and there must be 128."],
    [values.replace("\n", "\n\n"), "FILE, line 2: there are 0 values, and there must be 128."],
    [
      values.trim().replace(/ +/g, ",") + "\n",
      'FILE, line 1: value 1, "5.0000000e-1,5.00000…", is not a finite number.',
    ],
    [
      "\x7fELF\x02\x01\x00\x00",
      'FILE, line 1: value 1, "\x7fELF\\u0002\\u0001\\u0000\\u0000", is not a finite number.',
    ],
    [signalText(1, () => 0), "FILE has 1 windows and y_test.txt has 2 labels."],
  ]],
  [withFeatures, "UCI HAR Dataset/test/X_test.txt", [
    ["1 ".repeat(560) + "\n", "FILE, line 1: there are 560 values, and there must be 561."],
  ]],
  [withFeatures, "UCI HAR Dataset/features.txt", [
    ["1 tBodyAcc-mean()-X\n", "FILE names 1 features, and there must be 561."],
  ]],
  [uciHarFiles(), labels, [
    ["5\n7\n6\n", "DATA: train/y_train.txt, line 2: label 7 is not one of 1 to 6."],
    ["5\nx\n6\n", 'FILE, line 2: "x" is not a whole number.'],
    ["5\n\n6\n", 'FILE, line 2: "" is not a whole number.'],
    ["", "FILE is empty."],
  ]],
  [uciHarFiles(), people, [
    ["1\n31\n3\n", "FILE, line 2: person 31 is not one of 1 to 30."],
    [
      "1\n2\n3\n",
      "FILE, line 2: person 2 belongs to the test files, as UCI-HAR was published, and not to the train files.",
    ],
  ]],
  [uciHarFiles(), "UCI HAR Dataset/test/subject_test.txt", [
    [
      "2\n5\n",
      "FILE, line 2: person 5 belongs to the train files, as UCI-HAR was published, and not to the test files.",
    ],
  ]],
  [uciHarFiles(), "UCI HAR Dataset/train/subject_train.txt", [
    ["1\n1\n", "FILE has 2 lines and y_train.txt has 3."],
  ]],
  [haptFiles(), segments, [
    ["1 1 5 101.5 292\n", "FILE, line 1: the segment from 101.5 to 292 must begin and end with whole samples."],
    ["1 1 5 101 401\n", "FILE, line 1: the segment from 101 to 401 does not lie in its recording of 400 samples."],
    ["1 1 5 101 292\n1 1 7 292 350\n", "FILE, line 2: the segment from 292 to 350 overlaps the one from 101 to 292."],
    ["1 1 13 1 300\n", "FILE, line 1: activity 13 is not one of 1 to 12."],
    ["9 1 5 1 300\n", "FILE, line 1: there is no recording of experiment 9 with user 1."],
  ]],
  [haptFiles(), "RawData/gyro_exp01_user01.txt", [
    [
      "1 2 3\n",
      "DATA: RawData/acc_exp01_user01.txt has 400 samples and RawData/gyro_exp01_user01.txt has 1; they must be equally long.",
    ],
  ]],
  [haptFiles(), "RawData/acc_walk.txt", [
    ["1 2 3\n", "FILE is not named like acc_exp01_user01.txt."],
  ]],
  [haptFiles(), recording, [
    ["1 2 3\n1 2\n", "FILE, line 2: there are 2 values, and there must be 3."],
    ["1 2 3\n1 two 3\n", 'FILE, line 2: value 2, "two", is not a finite number.'],
    ["", "FILE is empty."],
  ]],
];

/** What else is loaded, and the sentence that it must give. */
const broken: [make: Make, sentence: string][] = [
  [
    (folder) => Promise.resolve(`${folder}/archive.zip`),
    "DATA does not exist: give the path of an archive or a folder with UCI-HAR or HAPT.",
  ],
  [
    bytes(() => new TextEncoder().encode("<html>404</html>")),
    "DATA is not a zip archive, or it is cut short: download it again.",
  ],
  [bytes(flipped), "DATA: UCI HAR Dataset/train/y_train.txt is damaged (Invalid CRC32): download the archive again."],
  [
    bytes(async () => (await zipBytes(uciHarFiles())).fill(0x55, 2000, 2040)),
    "DATA: UCI HAR Dataset/train/Inertial Signals/body_acc_y_train.txt is damaged (Invalid uncompressed size): download the archive again.",
  ],
  [
    bytes(() => zipBytes(uciHarFiles(), { password: "secret" })),
    "DATA: UCI HAR Dataset/train/y_train.txt is encrypted: give an archive without a password.",
  ],
  [
    bytes(async () => renamed(await zipBytes({ "xx/evil.txt": "1", ...uciHarFiles() }), "xx/evil.txt", "../evil.txt")),
    "DATA holds a file whose path leads out of the archive: nobody should unpack it.",
  ],
  [
    bytes(async () => renamed(await zipBytes({ "xxevil.txt": "1", ...uciHarFiles() }), "xxevil.txt", "/tevil.txt")),
    "DATA holds a file whose path leads out of the archive: nobody should unpack it.",
  ],
  [
    bytes(async () => declared(await zipBytes(uciHarFiles()), labels, 0xfffffff0)),
    "DATA: UCI HAR Dataset/train/y_train.txt would unpack to 4294967280 bytes: that is no file of UCI-HAR.",
  ],
  [
    bytes(async () => declared(await zipBytes({ ...uciHarFiles(), [labels]: "5\n".repeat(5e6) }), labels, 6)),
    "DATA: UCI HAR Dataset/train/y_train.txt is damaged (Invalid uncompressed size): download the archive again.",
  ],
  [
    changed(uciHarFiles(), gyro),
    "DATA has no file test/Inertial Signals/body_gyro_x_test.txt: it is not a whole copy of UCI-HAR.",
  ],
  [
    changed(withFeatures, "UCI HAR Dataset/test/X_test.txt"),
    "DATA has train/X_train.txt but no test/X_test.txt: it is not a whole copy of UCI-HAR.",
  ],
  [
    changed(uciHarFiles(), people),
    "DATA has test/subject_test.txt but no train/subject_train.txt: it is not a whole copy of UCI-HAR.",
  ],
  [
    bytes(() => zipBytes({ ...uciHarFiles(), [labels]: new Uint8Array([0x35, 0x0a, 0xff, 0x0a, 0x36]) })),
    "DATA: UCI HAR Dataset/train/y_train.txt is not text.",
  ],
  [
    changed({ ...uciHarFiles(), ...moved(uciHarFiles(), "UCI HAR Dataset/", "copy/") }, {}),
    "DATA holds the data set twice, in UCI HAR Dataset/ and in copy/: give one of them.",
  ],
  [
    changed(moved(haptFiles(), "_user07", "_user31"), { [segments]: "1 1 5 101 292\n" }),
    "DATA: RawData/acc_exp02_user31.txt: person 31 is not one of 1 to 30.",
  ],
  [
    changed({ ...haptFiles(), ...moved(haptFiles(), "02_user07", "01_user07") }, {}),
    "DATA holds experiment 1 twice: RawData/acc_exp01_user01.txt and RawData/acc_exp01_user07.txt.",
  ],
  [changed(haptFiles(), recording), "DATA has no file RawData/acc_exp01_user01.txt."],
  [
    (folder) => Deno.mkdir(`${folder}/archive`).then(() => `${folder}/archive`),
    "DATA holds neither UCI-HAR (train/Inertial Signals/…) nor HAPT (RawData/labels.txt).",
  ],
  [
    unpacked(async (folder) => {
      await Deno.remove(`${folder}/${gyro}`);
      await Deno.symlink("/nowhere", `${folder}/${gyro}`);
    }),
    "DATA/UCI HAR Dataset/test/Inertial Signals/body_gyro_x_test.txt cannot be read (No such file or directory).",
  ],
  ...texts.flatMap(([files, file, cases]) =>
    cases.map(([text, sentence]): [Make, string] => [
      changed(files, { [file]: text }),
      sentence.replace("FILE", `DATA: ${file}`),
    ])
  ),
];

for (const [index, [make, sentence]] of broken.entries()) {
  Deno.test(`broken input ${index + 1} leaves the cache as it is and gives: ${sentence}`, () =>
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

/** Asserts that two archives hold the same windows. */
async function assertSame(folder: string, odd: string, plain: string): Promise<void> {
  const rows = async (data: string) => (await loadWindows({ data, cache: `${folder}/cache` })).frame.toRecords();
  assertEquals(await rows(odd), await rows(plain));
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
        await assertSame(folder, await pack(folder, files), await zip(folder, files, "plain.zip"));
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
