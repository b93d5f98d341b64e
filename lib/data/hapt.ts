import { Buffer } from "node:buffer";
import pl from "nodejs-polars";
import type { Archive } from "./archive.ts";
import { type Axes, type Cut, cutWindows, type Recording, type Segment } from "./recordings.ts";

/** Windows cut from the HAPT recordings. */
export interface HaptWindows {
  frame: pl.DataFrame;
  /** Time steps labelled with one of the six activities. */
  labelledSteps: number;
}

const transitions = { first: 7, last: 12 };

/** Tells whether an archive holds the raw recordings of HAPT (UCI data set 341). */
export function isHapt(archive: Archive): boolean {
  return archive.files.some((file) => /(^|\/)RawData\/labels\.txt$/.test(file));
}

/**
 * Reads the raw recordings of HAPT (Reyes-Ortiz et al. 2015, UCI data set 341), filters them and cuts the segments of
 * activities 1 to 6 into windows; the postural transitions, 7 to 12, are left out. At 128 samples and a step of 64 these
 * are 10,411 windows of 748,406 labelled steps.
 *
 * `onProgress` is called after each recording. Throws one sentence where a file is missing or holds something else than
 * numbers, or a label does not fit its recording.
 */
export async function readHapt(
  archive: Archive,
  cut: Cut = {},
  onProgress: (done: number, total: number) => void = () => {},
): Promise<HaptWindows> {
  const folder = archive.files.find((file) => /(^|\/)RawData\/labels\.txt$/.test(file))!.replace(/labels\.txt$/, "");
  const labels = numbers(archive, `${folder}labels.txt`, await archive.read(`${folder}labels.txt`), 5);
  const names = archive.files.filter((file) => file.startsWith(`${folder}acc_`));
  const recordings = new Map<number, Recording>();
  for (const [index, file] of names.entries()) {
    const recording = await readRecording(archive, file);
    recordings.set(recording.experiment, recording);
    onProgress(index + 1, names.length);
  }
  const segments = readSegments(`${archive.path}: ${folder}labels.txt`, labels, recordings);
  const labelledSteps = segments.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  return { frame: cutWindows(recordings.values(), segments, cut), labelledSteps };
}

async function readRecording(archive: Archive, file: string): Promise<Recording> {
  const match = file.match(/acc_exp(\d+)_user(\d+)\.txt$/);
  if (!match) throw new Error(`${archive.path}: ${file} is not named like acc_exp01_user01.txt.`);
  const other = file.replace(/acc_(exp\d+_user\d+\.txt)$/, "gyro_$1");
  const axes = async (file: string) => numbers(archive, file, await archive.read(file), 3) as Axes;
  const [acceleration, rotation] = [await axes(file), await axes(other)];
  if (acceleration[0].length !== rotation[0].length) {
    throw new Error(
      `${archive.path}: ${file} has ${acceleration[0].length} samples and ${other} has ${
        rotation[0].length
      }; they must be equally long.`,
    );
  }
  return { experiment: Number(match[1]), subject: Number(match[2]), acceleration, rotation };
}

function readSegments(place: string, labels: Float64Array[], recordings: Map<number, Recording>): Segment[] {
  const segments: Segment[] = [];
  const [experiments, subjects, activities, firsts, lasts] = labels;
  for (let row = 0; row < experiments.length; row++) {
    const [experiment, activity, first, last] = [experiments[row], activities[row], firsts[row], lasts[row]];
    const recording = recordings.get(experiment);
    const where = `${place}, line ${row + 1}`;
    if (!recording || recording.subject !== subjects[row]) {
      throw new Error(`${where}: there is no recording of experiment ${experiment} with user ${subjects[row]}.`);
    }
    if (!Number.isInteger(activity) || activity < 1 || activity > transitions.last) {
      throw new Error(`${where}: activity ${activity} is not one of 1 to ${transitions.last}.`);
    }
    const length = recording.acceleration[0].length;
    if (!(first >= 1 && first <= last && last <= length)) {
      throw new Error(
        `${where}: the segment from ${first} to ${last} does not lie in its recording of ${length} samples.`,
      );
    }
    if (activity < transitions.first) segments.push({ experiment, activity, first: first - 1, last: last - 1 });
  }
  return segments;
}

/** Reads a text of numbers, a row a line with one blank between them, into its columns. */
function numbers(archive: Archive, file: string, text: Uint8Array, columns: number): Float64Array[] {
  const place = `${archive.path}: ${file}`;
  if (text.length === 0) throw new Error(`${place} is empty.`);
  const schema = Object.fromEntries(Array.from({ length: columns }, (_, i) => [`column_${i + 1}`, pl.Float64]));
  let frame: pl.DataFrame;
  try {
    frame = pl.readCSV(Buffer.from(text.buffer, text.byteOffset, text.length), { hasHeader: false, sep: " ", schema });
  } catch (error) {
    throw new Error(`${place} must have ${columns} numbers a line: ${(error as Error).message.split("\n")[0]}.`);
  }
  return frame.columns.map((name) => {
    const column = frame.getColumn(name);
    const bad = column.toArray().findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new Error(`${place}, line ${bad + 1}: there must be ${columns} numbers.`);
    return column.toTypedArray() as Float64Array;
  });
}
