import { namesIn, notFound, writeWhole } from "../../system/files.ts";
import { root } from "../../system/paths.ts";
import { parseRecord, type RunRecord, versioned } from "./run_record.ts";

/** Where the records of kept studies lie: a file a study, a record a line. They come with the project. */
export const keptFolder = `${root}/notebooks/kept`;

/** A record that is kept with the project, and what was measured of its network later: a line of a study's file. */
export interface KeptRecord {
  /** The run's record. */
  run: RunRecord;
  /** What `deno task examine` found in its network. */
  examination?: { run: string };
  /** How its network reads whole recordings, by `deno task score`. */
  recordings?: { run: string };
}

/** The content of a file, and when the file had last changed. */
interface ReadFile {
  changed: number;
  records: KeptRecord[];
}

/** The files that were read in this process: claims ask for the same ones again and again. */
const readFiles = new Map<string, ReadFile>();

/**
 * Reads the records that are kept with the project; each names its study. A line that cannot be read hides no other: one
 * sentence on standard error names it.
 */
export async function readKept(folder: string = keptFolder): Promise<KeptRecord[]> {
  const studies = (await namesIn(folder)).filter((name) => name.endsWith(".jsonl")).sort();
  return (await Promise.all(studies.map((name) => readStudy(folder, name.replace(/\.jsonl$/, ""))))).flat();
}

async function readStudy(folder: string, study: string): Promise<KeptRecord[]> {
  const path = `${folder}/${study}.jsonl`;
  const changed = (await Deno.stat(path)).mtime!.getTime();
  const known = readFiles.get(path);
  if (known?.changed === changed) return known.records;
  const records: KeptRecord[] = [];
  for (const [index, line] of (await Deno.readTextFile(path)).split("\n").entries()) {
    if (line === "") continue;
    try {
      const { run, ...beside } = JSON.parse(line);
      records.push({ run: { ...parseRecord(run), kept: study }, ...beside });
    } catch (error) {
      const why = (error as Error).message.replace(/\.$/, "");
      console.error(`Skipped: line ${index + 1} of ${path} is not the record of a run: ${why}.`);
    }
  }
  readFiles.set(path, { changed, records });
  return records;
}

/**
 * Keeps records with the project as those of a study, in the place of what its file held; those that another study's
 * file holds stay there. Returns the study's file and the number of its records.
 */
export async function keepRecords(
  study: string,
  records: KeptRecord[],
  folder: string = keptFolder,
): Promise<{ path: string; count: number }> {
  const elsewhere = new Set((await readKept(folder)).filter(({ run }) => run.kept !== study).map(({ run }) => run.id));
  const written = records.filter(({ run }) => !elsewhere.has(run.id))
    .toSorted((a, b) => a.run.startedAt.localeCompare(b.run.startedAt));
  const path = `${folder}/${study}.jsonl`;
  if (written.length === 0) await Deno.remove(path).catch(notFound(undefined));
  else {
    await Deno.mkdir(folder, { recursive: true });
    await writeWhole(
      path,
      written.map(({ run, ...beside }) => JSON.stringify({ run: versioned(run), ...beside })).join("\n") + "\n",
    );
  }
  return { path, count: written.length };
}
