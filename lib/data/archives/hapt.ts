import type { DataFrame } from "../signals/window_frame.ts";
import { activities, transitions } from "../signals/activities.ts";
import { type Archive, fileAt, folderOf } from "./archive.ts";
import { checkPerson } from "./published_counts.ts";
import { readColumns } from "./parse_numbers.ts";
import { sensorNotes } from "../signals/sensor_notes.ts";
import { type Axes, type Recording, type Segment, segmentFrame } from "../signals/recording.ts";
import { type Cut, cutWindows } from "../signals/cut_windows.ts";

/** Windows cut from the HAPT recordings. */
export interface HaptWindows {
  frame: DataFrame;
  /** The segments that were cut, see {@link segmentFrame}. */
  segments: DataFrame;
  /** What a reader must know of the recordings, a sentence each. */
  notes: string[];
}

const labelFile = /(?<=^|\/)RawData\/labels\.txt$/i;

/** Tells whether an archive holds the raw recordings of HAPT (UCI data set 341). */
export function isHapt(archive: Archive): boolean {
  return archive.files.some((file) => labelFile.test(file));
}

/** How HAPT's recordings are cut into windows. */
export interface HaptCut extends Omit<Cut, "acrossBorders"> {
  /**
   * Whether the postural transitions, activities 7 to 12, are cut too. Windows then belong to the segment in which their
   * middle lies, since transitions are short, and what comes before and after them belongs to a person's recording.
   * Default: false.
   */
  transitions?: boolean;
}

/**
 * Reads the raw recordings of HAPT (Reyes-Ortiz et al. 2015, UCI data set 341), filters them and cuts the segments of
 * activities 1 to 6 into windows, those of the postural transitions on request. At 128 samples and a step of 64 these
 * are 10,411 windows of 748,406 labelled steps.
 *
 * `onProgress` is called after each recording. Throws one sentence if a file is missing or holds something else than
 * numbers, a person is not one of the thirty, or a label does not fit its recording.
 */
export async function readHapt(
  archive: Archive,
  cut: HaptCut = {},
  onProgress: (done: number, total: number) => void = () => {},
): Promise<HaptWindows> {
  const read = await readHaptRecordings(archive, { onProgress, transitions: cut.transitions });
  const { recordings, segments, notes } = read;
  const frame = cutWindows(recordings, segments, { ...cut, acrossBorders: cut.transitions });
  return { frame, segments: segmentFrame(recordings, segments), notes };
}

export interface HaptRecordingsOptions {
  /** Reads the recordings of this person alone. Default: everybody's. */
  subject?: number;
  /** Whether the segments of postural transitions are returned too. Default: false. */
  transitions?: boolean;
  /** Called after each recording. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Reads HAPT's raw recordings, and the segments of them in which one of the activities 1 to 6 went on, or a
 * transition. `notes` say what a reader must know of them. Throws as {@link readHapt} does.
 */
export async function readHaptRecordings(
  archive: Archive,
  options: HaptRecordingsOptions = {},
): Promise<{ recordings: Recording[]; segments: Segment[]; notes: string[] }> {
  const { subject, transitions: withTransitions = false, onProgress = () => {} } = options;
  const folder = `${folderOf(archive, labelFile)}RawData/`;
  const labelled = fileAt(archive, `${folder}labels.txt`)!;
  const place = `${archive.path}: ${labelled}`;
  const labels = readColumns(place, await archive.read(labelled), 5);
  const names = recordingNames(archive, folder).filter((name) => subject === undefined || name.subject === subject);
  const recordings = new Map<number, Recording>();
  const notes: string[] = [];
  for (const [index, name] of names.entries()) {
    const recording = await readRecording(archive, name);
    const places = {
      acceleration: `${archive.path}: ${name.acceleration}`,
      rotation: `${archive.path}: ${name.rotation}`,
    };
    notes.push(...sensorNotes(places, recording, (index) => `in line ${index + 1}`));
    recordings.set(recording.experiment, recording);
    onProgress(index + 1, names.length);
  }
  const known = readSegments(place, labels, recordings, subject);
  return {
    recordings: [...recordings.values()],
    segments: known.filter(({ activity }) => withTransitions || activity <= activities.length),
    notes,
  };
}

/** The two files of a recording. */
interface RecordingName {
  experiment: number;
  subject: number;
  acceleration: string;
  rotation: string;
}

/** Finds the recordings of a folder. Throws one sentence if a file has another name, or not its sensor's other one. */
function recordingNames(archive: Archive, folder: string): RecordingName[] {
  const names = new Map<number, RecordingName>();
  const sensors = archive.files.filter((file) =>
    file.toLowerCase().startsWith(folder.toLowerCase()) && /^(acc|gyro)_/i.test(file.slice(folder.length))
  );
  for (const file of sensors) {
    const match = file.slice(folder.length).match(/^(acc|gyro)_(exp(\d+)_user(\d+)\.txt)$/i);
    if (!match) throw new Error(`${archive.path}: ${file} is not named like acc_exp01_user01.txt.`);
    const isAcceleration = match[1].toLowerCase() === "acc";
    const otherPath = `${folder}${isAcceleration ? "gyro" : "acc"}_${match[2]}`;
    const other = fileAt(archive, otherPath);
    if (!other) throw new Error(`${archive.path} has no file ${otherPath}.`);
    if (!isAcceleration) continue;
    const [experiment, subject] = [Number(match[3]), Number(match[4])];
    checkPerson(`${archive.path}: ${file}`, subject);
    const first = names.get(experiment);
    if (first) {
      throw new Error(`${archive.path} holds experiment ${experiment} twice: ${first.acceleration} and ${file}.`);
    }
    names.set(experiment, { experiment, subject, acceleration: file, rotation: other });
  }
  return [...names.values()];
}

async function readRecording(
  archive: Archive,
  { experiment, subject, acceleration: file, rotation: other }: RecordingName,
): Promise<Recording> {
  const axes = async (file: string) => readColumns(`${archive.path}: ${file}`, await archive.read(file), 3) as Axes;
  const [acceleration, rotation] = [await axes(file), await axes(other)];
  if (acceleration[0].length !== rotation[0].length) {
    throw new Error(
      `${archive.path}: ${file} has ${acceleration[0].length} samples and ${other} has ${
        rotation[0].length
      }; they must be equally long.`,
    );
  }
  return { experiment, subject, acceleration, rotation };
}

const lastActivity = activities.length + transitions.length;

function readSegments(
  place: string,
  labels: Float64Array[],
  recordings: Map<number, Recording>,
  subject?: number,
): Segment[] {
  const segments: Segment[] = [];
  const [experiments, subjects, labelled, firsts, lasts] = labels;
  for (let row = 0; row < experiments.length; row++) {
    if (subject !== undefined && subjects[row] !== subject) continue;
    const [experiment, activity, first, last] = [experiments[row], labelled[row], firsts[row], lasts[row]];
    const recording = recordings.get(experiment);
    const where = `${place}, line ${row + 1}`;
    if (![first, last].every(Number.isInteger)) {
      throw new Error(`${where}: the segment from ${first} to ${last} must begin and end with whole samples.`);
    }
    if (!recording || recording.subject !== subjects[row]) {
      throw new Error(`${where}: there is no recording of experiment ${experiment} with user ${subjects[row]}.`);
    }
    if (!Number.isInteger(activity) || activity < 1 || activity > lastActivity) {
      throw new Error(`${where}: activity ${activity} is not one of 1 to ${lastActivity}.`);
    }
    const length = recording.acceleration[0].length;
    if (!(first >= 1 && first <= last && last <= length)) {
      throw new Error(
        `${where}: the segment from ${first} to ${last} does not lie in its recording of ${length} samples.`,
      );
    }
    const other = segments.find((segment) =>
      segment.experiment === experiment && segment.first < last && first - 1 <= segment.last
    );
    if (other) {
      throw new Error(
        `${where}: the segment from ${first} to ${last} overlaps the one from ${other.first + 1} to ${other.last + 1}.`,
      );
    }
    segments.push({ experiment, activity, first: first - 1, last: last - 1 });
  }
  return segments;
}
