import { Buffer } from "node:buffer";
import pl from "nodejs-polars";
import type { DataFrame } from "../signals/data_frame.ts";
import type { Archive } from "./archive.ts";
import { parseNumbers } from "./parse_numbers.ts";
import { listsOf, windowFrame } from "../signals/window_frame.ts";
import { type Signal, signals } from "../signals/signals.ts";
import { activities } from "../signals/activities.ts";
import { countDifference } from "./published_counts.ts";

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
}

/** Returns the path of the archive inside the official one, if there is one: UCI's download holds a zip in a zip. */
export function innerUciHar(archive: Archive): string | undefined {
  return archive.files.find((file) => /(^|\/)UCI HAR Dataset\.zip$/.test(file));
}

/** Tells whether an archive holds UCI-HAR in its official layout. */
export function isUciHar(archive: Archive): boolean {
  return archive.files.some((file) => /(^|\/)(train|test)\/Inertial Signals\/\w+\.txt$/.test(file));
}

/**
 * Reads UCI-HAR (Anguita et al. 2013, UCI data set 240) in its official layout: a frame with a row a window, first the
 * train files' and then the test files': `subject` (null if the subject files are missing), `activity` (1 to 6),
 * `experiment` (always null, the files do not tell), `start` (null), and the nine signals as lists of 128 samples.
 * If the archive has them, `features` are the 561 hand-made features of each window as a list, named by {@link
 * readFeatureNames}.
 *
 * `onProgress` is called after each file. Throws one sentence if a file is missing, a row has not its 128 or 561
 * numbers, a label is not one of 1 to 6, or files have different numbers of rows.
 */
export async function readUciHar(
  archive: Archive,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<UciHarWindows> {
  const frames: DataFrame[] = [];
  for (const [index, part] of parts.entries()) {
    const read = (done: number) => onProgress(index * signals.length + done, parts.length * signals.length);
    frames.push(await readPart(archive, part, read));
  }
  const [train, test] = frames.map((frame) => frame.columns.includes("features"));
  if (train !== test) {
    const [has, lacks] = train ? parts : parts.toReversed();
    throw new Error(
      `${archive.path} has ${has}/X_${has}.txt but no ${lacks}/X_${lacks}.txt: it is not a whole copy of UCI-HAR.`,
    );
  }
  const [trainLabels, testLabels] = frames.map((frame) => frame.getColumn("activity").toArray() as number[]);
  return { frame: pl.concat(frames), difference: countDifference({ train: trainLabels, test: testLabels }) };
}

/**
 * Returns the names of the 561 features in the order of their columns, each with its number, since some names occur
 * three times; undefined if the archive has no features.txt. Throws if there are not 561.
 */
export async function readFeatureNames(archive: Archive): Promise<string[] | undefined> {
  const file = archive.files.find((file) => /(^|\/)features\.txt$/.test(file));
  if (!file) return undefined;
  const names = lines(`${archive.path}: ${file}`, await archive.read(file)).getColumn("line").toArray() as string[];
  if (names.length !== featureCount) {
    throw new Error(`${archive.path}: ${file} names ${names.length} features, and there must be ${featureCount}.`);
  }
  return names.map((name) => name.trim());
}

async function readPart(archive: Archive, part: Part, onProgress: (done: number) => void): Promise<DataFrame> {
  const find = (name: string) => archive.files.find((file) => file === name || file.endsWith(`/${name}`));
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
  const readRows = (file: string, text: Uint8Array, width: number) => {
    const numbers = parseNumbers(`${archive.path}: ${file}`, text, width);
    const rows = numbers.length / width;
    if (rows !== labels.length) {
      throw new Error(`${archive.path}: ${file} has ${rows} windows and y_${part}.txt has ${labels.length} labels.`);
    }
    return numbers;
  };
  const columns: Partial<Record<Signal, Float32Array>> = {};
  const files = signals.map((signal) => require(`${part}/Inertial Signals/${signal}_${part}.txt`));
  let next = archive.read(files[0]);
  for (const [index, signal] of signals.entries()) {
    const text = await next;
    // The next file comes from the disk while this one is parsed.
    if (index + 1 < files.length) next = archive.read(files[index + 1]);
    columns[signal] = readRows(files[index], text, windowLength);
    onProgress(index + 1);
  }
  const unknown = labels.map(() => null);
  const rows = { subject: subjects, activity: labels, experiment: unknown, start: unknown };
  const frame = windowFrame(rows, columns as Record<Signal, Float32Array>, windowLength);
  const featureFile = find(`${part}/X_${part}.txt`);
  if (!featureFile) return frame;
  const features = readRows(featureFile, await archive.read(featureFile), featureCount);
  return frame.withColumn(listsOf({ features }, featureCount).getColumn("features"));
}

async function readIntegers(archive: Archive, file: string): Promise<number[]> {
  const place = `${archive.path}: ${file}`;
  const values = lines(place, await archive.read(file)).getColumn("line").toArray() as string[];
  return values.map((value, index) => {
    if (!/^\s*\d+\s*$/.test(value)) throw new Error(`${place}, line ${index + 1}: "${value}" is not a whole number.`);
    return Number(value);
  });
}

/** Returns a frame with the lines of a text in the column `line`. */
function lines(place: string, text: Uint8Array): DataFrame {
  if (text.length === 0) throw new Error(`${place} is empty.`);
  const buffer = Buffer.from(text.buffer, text.byteOffset, text.length);
  try {
    return pl.readCSV(buffer, { hasHeader: false, sep: "\x01", quoteChar: "", schema: { line: pl.Utf8 } });
  } catch (error) {
    throw new Error(`${place} is not text: ${(error as Error).message.split("\n")[0]}.`);
  }
}
