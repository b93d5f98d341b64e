import { assertEquals, assertMatch } from "@std/assert";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import type { Archive } from "../../../lib/data/archives/archive.ts";
import { readHapt } from "../../../lib/data/archives/hapt.ts";
import { readUciHar } from "../../../lib/data/archives/uci_har.ts";
import { phoneRecording } from "../../../lib/data/phones/phone_recording.ts";
import { rows } from "../phones/phone_formats.ts";
import { featureFiles, type Files, haptFiles, uciHarFiles } from "../../support/archives.ts";

/** How many archives are made with something else in them. */
const mutations = 1000;

function archiveOf(files: Files): Archive {
  return {
    path: "DATA",
    files: Object.keys(files),
    read(file) {
      if (!(file in files)) throw new Error(`DATA has no file ${file}.`);
      return Promise.resolve(new TextEncoder().encode(files[file]));
    },
    close: () => Promise.resolve(),
  };
}

const random = seedrandom("mutations");
const below = (count: number) => Math.floor(random() * count);
const one = <T>(of: T[]): T => of[below(of.length)];

/** Changes one of the lines of a text. */
function line(text: string, change: (lines: string[], at: number) => void): string {
  const lines = text.trimEnd().split("\n");
  change(lines, below(lines.length));
  return lines.join("\n") + "\n";
}

/** Puts something in the place of one of the numbers of a text. */
function token(text: string, change: (token: string) => string): string {
  const tokens = [...text.matchAll(/\S+/g)];
  const { 0: found, index } = one(tokens);
  return text.slice(0, index) + change(found) + text.slice(index + found.length);
}

const inside = (found: string, put: string) => {
  const at = below(found.length + 1);
  return found.slice(0, at) + put + found.slice(at);
};

/** Changes of a text that mean nothing. */
const harmless: ((text: string) => string)[] = [
  (text) => `\ufeff${text}`,
  (text) => text.replaceAll("\n", "\r\n"),
  (text) => text.trimEnd(),
  (text) => text + one(["\n", " \n\n", "\r\n", "\t\n"]),
  (text) => line(text, (lines, at) => lines[at] += one([" ", "\t", "\r", "   "])),
];

/** Changes of a text after which it is not what it was, and which a reader can see. */
const harmful: ((text: string) => string)[] = [
  (text) => line(text, (lines, at) => lines.splice(at, 1)),
  (text) => line(text, (lines, at) => lines.splice(at, 0, lines[at])),
  (text) => line(text, (lines, at) => lines.splice(at, 0, "")).replace(/^\n/, "x\n"),
  (text) => text.slice(0, text.trimEnd().lastIndexOf("\n") + 1),
  () => "",
  (text) => token(text, () => ""),
  (text) => token(text, (found) => `${found} ${found}`),
  (text) => token(text, () => one(["inf", "-Infinity", "1e39", "-1e300", "0x1F", "1,5,5", "--1", "1e", ".", "½"])),
  (text) => token(text, (found) => inside(found, one([..."abcdfgxyz,;:_#%\0\x7fé"]))),
  (text) => token(text, () => "NaN"),
];

/** A set of files, how it is read, and whether a reader may miss that a text is harmed. */
interface FileSet {
  files: Files;
  read: (archive: Archive) => Promise<unknown>;
  unseen: (path: string, change: number) => boolean;
}

const readPhone = async ({ files, path, read }: Archive) =>
  phoneRecording(
    await Promise.all(files.map(async (file) => ({ place: `${path}/${file}`, text: await read(file) }))),
    { shortest: 1, pair: files.length === 2 },
  );

const phoneRows = rows({ to: 1.5 });
const [accelerations, rotations] = [[1, 4], [4, 7]].map(([from, to]) =>
  phoneRows.map((row) => row.slice(from, to).map((value) => value.toFixed(6)).join(" ")).join("\n") + "\n"
);

const sets: FileSet[] = [
  {
    files: { ...uciHarFiles(), ...featureFiles() },
    read: async (archive) => (await readUciHar(archive)).frame.toRecords(),
    // The frame has no names of features.
    unseen: (path) => path.endsWith("features.txt"),
  },
  {
    files: haptFiles(),
    read: async (archive) => {
      const { frame, segments } = await readHapt(archive);
      return [frame.toRecords(), segments.toRecords()];
    },
    // Nobody sees that a label is missing at all.
    unseen: (path, change) => path.endsWith("labels.txt") && [0, 3].includes(change),
  },
  { files: { "acc.txt": accelerations, "gyro.txt": rotations }, read: readPhone, unseen: () => false },
];

Deno.test(`each of ${mutations} archives with a change in them gives the same windows or one sentence`, async () => {
  const plain = await Promise.all(sets.map(({ files, read }) => read(archiveOf(files))));
  for (let mutation = 0; mutation < mutations;) {
    const set = below(sets.length);
    const { files, read, unseen } = sets[set];
    const path = one(Object.keys(files));
    const harms = random() < 0.7;
    const change = below(harms ? harmful.length : harmless.length);
    if (harms && unseen(path, change)) continue;
    mutation++;
    const changed = { ...files, [path]: (harms ? harmful : harmless)[change](files[path]) };
    const what = `mutation ${mutation}: ${harms ? "harmful" : "harmless"} ${change} of ${path}`;
    const result = await read(archiveOf(changed)).then((rows) => ({ rows }), (error: Error) => ({ error }));
    assertEquals("error" in result, harms, `${what}: ${"error" in result ? result.error.stack : "it was not seen"}`);
    if ("error" in result) assertMatch(result.error.message, /^DATA[^\n]*[.?]$/, what);
    else assertEquals(result.rows, plain[set], what);
  }
});
