import pl from "nodejs-polars";
import { type DataFrame, listsOf, windowFrame } from "../signals/window_frame.ts";
import { type Archive, fileAt, folderOf } from "./archive.ts";
import { copiesNote, type FileOfWindows } from "./copies_note.ts";
import { parseNumbers } from "./parse_numbers.ts";
import { type Signal, signals } from "../signals/signals.ts";
import { activities } from "../signals/activities.ts";
import { checkPerson, countDifference, testSubjects } from "./published_counts.ts";
import { beyondNote } from "../signals/sensor_notes.ts";

/** Samples of a window in the official text files. */
const windowLength = 128;
/** Hand-made features of a window in the official text files. */
const featureCount = 561;
const parts = ["train", "test"] as const;
type Part = typeof parts[number];

/** Windows of UCI-HAR's own files. */
export interface UciHarWindows {
  frame: DataFrame;
  /** A sentence with the numbers if windows are not as many as were published; undefined if they are. */
  difference?: string;
  /** What else a reader must know of them, a sentence each. */
  notes: string[];
}

const signalFile = /(?<=^|\/)(train|test)\/Inertial Signals\/\w+\.txt$/i;

/** Tells whether an archive holds UCI-HAR in its official layout. */
export function isUciHar(archive: Archive): boolean {
  return archive.files.some((file) => signalFile.test(file));
}

/**
 * Reads UCI-HAR (Anguita et al. 2013, UCI data set 240) in its official layout: a frame with a row a window, first the
 * train files' and then the test files': `subject` (null if the subject files are missing), `activity` (1 to 6),
 * `experiment` (always null, the files do not tell), `start` (null), and the nine signals as lists of 128 samples.
 * If the archive has them, `features` are the 561 hand-made features of each window as a list, named by {@link
 * readFeatureNames}.
 *
 * `onProgress` is called after each file. Throws one sentence if a file is missing, a row has not its 128 or 561
 * numbers, a label is not one of 1 to 6, a person is not one of the thirty or lies in the wrong part, or files have
 * different numbers of rows.
 */
export async function readUciHar(
  archive: Archive,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<UciHarWindows> {
  const read: PartOfUciHar[] = [];
  for (const [index, part] of parts.entries()) {
    const tell = (done: number) => onProgress(index * signals.length + done, parts.length * signals.length);
    read.push(await readPart(archive, part, tell));
  }
  const frames = read.map(({ frame }) => frame);
  checkBoth(archive.path, "X", frames.map((frame) => frame.columns.includes("features")));
  checkBoth(archive.path, "subject", frames.map((frame) => frame.getColumn("subject").nullCount() === 0));
  const [trainLabels, testLabels] = frames.map((frame) => frame.getColumn("activity").toArray() as number[]);
  const copies = copiesNote(archive.path, read.map(({ windows }) => windows));
  return {
    frame: pl.concat(frames),
    difference: countDifference({ train: trainLabels, test: testLabels }),
    notes: [...read.flatMap(({ notes }) => notes), ...copies === undefined ? [] : [copies]],
  };
}

/** Throws one sentence if a kind of file that may be missing is there for one of the parts alone. */
function checkBoth(path: string, kind: string, [train, test]: boolean[]): void {
  if (train === test) return;
  const [has, lacks] = (train ? parts : parts.toReversed()).map((part) => `${part}/${kind}_${part}.txt`);
  throw new Error(`${path} has ${has} but no ${lacks}: it is not a whole copy of UCI-HAR.`);
}

/**
 * Returns the names of the 561 features in the order of their columns, each with its number, since some names occur
 * three times; undefined if the archive has no features.txt. Throws if there are not 561.
 */
export async function readFeatureNames(archive: Archive): Promise<string[] | undefined> {
  const file = fileAt(archive, `${folderOf(archive, signalFile)}features.txt`);
  if (!file) return undefined;
  const names = lines(`${archive.path}: ${file}`, await archive.read(file));
  if (names.length !== featureCount) {
    throw new Error(`${archive.path}: ${file} names ${names.length} features, and there must be ${featureCount}.`);
  }
  return names.map((name) => name.trim());
}

/** The windows of the train or of the test files. */
interface PartOfUciHar {
  frame: DataFrame;
  windows: FileOfWindows;
  notes: string[];
}

async function readPart(archive: Archive, part: Part, onProgress: (done: number) => void): Promise<PartOfUciHar> {
  const folder = folderOf(archive, signalFile)!;
  const find = (name: string) => fileAt(archive, `${folder}${name}`);
  const require = (name: string) => {
    const file = find(name);
    if (!file) throw new Error(`${archive.path} has no file ${name}: it is not a whole copy of UCI-HAR.`);
    return file;
  };
  const labels = await readIntegers(archive, require(`${part}/y_${part}.txt`));
  const wrong = labels.findIndex((label) => label < 1 || label > activities.length);
  if (wrong >= 0) {
    throw new Error(
      `${archive.path}: ${part}/y_${part}.txt, line ${wrong + 1}: label ${labels[wrong]} is not one of 1 to 6.`,
    );
  }
  const subjectFile = find(`${part}/subject_${part}.txt`);
  const subjects = subjectFile ? await readIntegers(archive, subjectFile) : labels.map(() => null);
  if (subjects.length !== labels.length) {
    throw new Error(
      `${archive.path}: ${subjectFile} has ${subjects.length} lines and y_${part}.txt has ${labels.length}.`,
    );
  }
  if (subjectFile) {
    const place = `${archive.path}: ${subjectFile}`;
    for (const [row, subject] of subjects.entries()) checkPart(`${place}, line ${row + 1}`, subject!, part);
  }
  const readRows = (file: string, text: Uint8Array, width: number) => {
    const numbers = parseNumbers(`${archive.path}: ${file}`, text, width, Float32Array);
    const rows = numbers.length / width;
    if (rows !== labels.length) {
      throw new Error(`${archive.path}: ${file} has ${rows} windows and y_${part}.txt has ${labels.length} labels.`);
    }
    return numbers;
  };
  const columns: Partial<Record<Signal, Float32Array>> = {};
  const notes: string[] = [];
  const files = signals.map((signal) => require(`${part}/Inertial Signals/${signal}_${part}.txt`));
  let next = archive.read(files[0]);
  for (const [index, signal] of signals.entries()) {
    const text = await next;
    // The next file comes from the disk while this one is parsed.
    if (index + 1 < files.length) next = archive.read(files[index + 1]);
    const values = columns[signal] = readRows(files[index], text, windowLength);
    const quantity = signal.startsWith("body_gyro") ? "rotation" : "acceleration";
    const line = (at: number) => `in line ${Math.floor(at / windowLength) + 1}`;
    const note = beyondNote(`${archive.path}: ${files[index]}`, quantity, [values], line);
    if (note) notes.push(note);
    onProgress(index + 1);
  }
  const unknown = labels.map(() => null);
  const rows = { subject: subjects, activity: labels, experiment: unknown, start: unknown };
  const frame = windowFrame(rows, columns as Record<Signal, Float32Array>, windowLength);
  const windows = { name: `${part} files`, columns: Object.values(columns), windowLength };
  const featureFile = find(`${part}/X_${part}.txt`);
  if (!featureFile) return { frame, windows, notes };
  const features = readRows(featureFile, await archive.read(featureFile), featureCount);
  return { frame: frame.withColumn(listsOf({ features }, featureCount).getColumn("features")), windows, notes };
}

/** Throws one sentence if nobody has this number, or the person's windows were published in the other part. */
function checkPart(place: string, subject: number, part: Part): void {
  checkPerson(place, subject);
  const published = testSubjects.includes(subject) ? "test" : "train";
  if (published !== part) {
    throw new Error(
      `${place}: person ${subject} belongs to the ${published} files, as UCI-HAR was published, and not to the ${part} files.`,
    );
  }
}

async function readIntegers(archive: Archive, file: string): Promise<number[]> {
  const place = `${archive.path}: ${file}`;
  return lines(place, await archive.read(file)).map((value, index) => {
    if (!/^\s*\d+\s*$/.test(value)) throw new Error(`${place}, line ${index + 1}: "${value}" is not a whole number.`);
    return Number(value);
  });
}

/** Returns the lines of a text; blank ones at its end mean nothing. */
function lines(place: string, text: Uint8Array): string[] {
  let decoded: string;
  try {
    decoded = new TextDecoder("utf-8", { fatal: true }).decode(text).trimEnd();
  } catch {
    throw new Error(`${place} is not text.`);
  }
  if (decoded === "") throw new Error(`${place} is empty.`);
  return decoded.split(/\r?\n/);
}
