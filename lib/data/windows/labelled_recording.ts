import { openArchive } from "../archives/archive.ts";
import { withDataSet } from "../archives/data_set.ts";
import { isHapt, readHaptRecordings } from "../archives/hapt.ts";
import type { DataSource } from "./data_source.ts";
import type { Recording, Segment } from "../signals/recording.ts";
import { provideArchive } from "../archives/archive_sources.ts";
import { syntheticRecordings } from "./synthetic_windows.ts";

/** A person's whole recording of one experiment, and what was done in it. */
export interface LabelledRecording {
  recording: Recording;
  segments: Segment[];
}

export interface LabelledRecordingsOptions {
  /** Takes this person alone. Default: everybody. */
  subject?: number;
  /** Whether the segments of postural transitions are returned too. Default: false. */
  transitions?: boolean;
}

/**
 * Returns people's whole recordings with what was done in them. UCI-HAR's own archive holds no recordings, only windows
 * of them: for it, they come from HAPT, the same experiment with the same numbers of people. Throws one sentence if it
 * is not available.
 */
export async function labelledRecordings(
  { kind, path }: Pick<DataSource, "kind" | "path">,
  options: LabelledRecordingsOptions = {},
): Promise<LabelledRecording[]> {
  const { recordings, segments } = kind === "synthetic"
    ? syntheticRecordings()
    : await haptRecordings(kind === "hapt" && path ? path : await provideArchive("hapt"), options);
  return recordings
    .filter(({ subject }) => options.subject === undefined || subject === options.subject)
    .map((recording) => ({
      recording,
      segments: segments.filter(({ experiment }) => experiment === recording.experiment),
    }));
}

/** Returns the first recording of a person, as {@link labelledRecordings} does. Throws one sentence if there is none. */
export async function labelledRecording(
  source: Pick<DataSource, "kind" | "path">,
  subject: number,
  options: Pick<LabelledRecordingsOptions, "transitions"> = {},
): Promise<LabelledRecording> {
  const [first] = await labelledRecordings(source, { ...options, subject });
  if (!first) throw new Error(`There is no recording of person ${subject}.`);
  return first;
}

async function haptRecordings(path: string, options: LabelledRecordingsOptions) {
  return await withDataSet(await openArchive(path), async (archive) => {
    if (!archive || !isHapt(archive)) throw new Error(`${path} does not hold HAPT's recordings (RawData/labels.txt).`);
    return await readHaptRecordings(archive, options);
  });
}
