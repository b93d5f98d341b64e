import { openArchive } from "../archives/archive.ts";
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

/**
 * Returns the first recording of a person. UCI-HAR's own archive holds no recordings, only windows of them: for it,
 * they come from HAPT, the same experiment with the same numbers of people. Throws one sentence if it is not available.
 */
export async function labelledRecording(
  { kind, path }: Pick<DataSource, "kind" | "path">,
  subject: number,
): Promise<LabelledRecording> {
  const { recordings, segments } = kind === "synthetic"
    ? syntheticRecordings()
    : await haptRecordings(kind === "hapt" && path ? path : await provideArchive("hapt"), subject);
  const recording = recordings.find((recording) => recording.subject === subject);
  if (!recording) throw new Error(`There is no recording of person ${subject}.`);
  return { recording, segments: segments.filter(({ experiment }) => experiment === recording.experiment) };
}

async function haptRecordings(path: string, subject: number) {
  const archive = await openArchive(path);
  try {
    if (!isHapt(archive)) throw new Error(`${path} does not hold HAPT's recordings (RawData/labels.txt).`);
    return await readHaptRecordings(archive, { subject });
  } finally {
    await archive.close();
  }
}
