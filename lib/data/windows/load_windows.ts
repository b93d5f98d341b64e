import pl from "nodejs-polars";
import type { DataFrame } from "../signals/window_frame.ts";
// @ts-types="npm:@types/d3-array@3.2.2"
import { sum } from "d3-array";
import { environment } from "../../settings/environment.ts";
import { articleSettings } from "../../settings/experiment_settings.ts";
import { progress } from "../../system/progress.ts";
import { type Archive, archiveChecksum, openArchive } from "../archives/archive.ts";
import { buildBeside, writeWhole } from "../../system/files.ts";
import {
  checkKnownChecksum,
  dataFolder,
  provideArchive,
  type PublicationName,
  publications,
} from "../archives/archive_sources.ts";
import { withDataSet } from "../archives/data_set.ts";
import { type HaptCut, isHapt, readHapt } from "../archives/hapt.ts";
import { uciHarWindows } from "../archives/published_counts.ts";
import { cutWindows } from "../signals/cut_windows.ts";
import type { DataSource } from "./data_source.ts";
import { segmentFrame } from "../signals/recording.ts";
import { syntheticRecordings } from "./synthetic_windows.ts";
import { readFeatureNames, readUciHar } from "../archives/uci_har.ts";

/** Windows and where they come from. */
export interface Windows {
  /**
   * A row a window: `subject`, `activity`, `experiment`, `start`, the nine signals as lists, and, if the archive has
   * them, UCI's 561 `features` as a list.
   */
  frame: DataFrame;
  /** Where they come from. */
  source: DataSource;
  /**
   * A row a labelled segment of the recordings: `experiment`, `subject`, `activity`, `first` and `last` sample, both
   * inside; undefined for UCI-HAR, whose files do not tell.
   */
  segments?: DataFrame;
  /** Names of the numbers in the frame's column `features`; undefined if the archive has none. */
  featureNames?: string[];
}

/** Settings of {@link loadWindows}. */
export interface LoadOptions extends HaptCut {
  /**
   * `"uci-har"`, `"hapt"`, `"synthetic"`, or the path of an archive or folder. Default: the environment variable
   * `HAR_DATA`; without it UCI-HAR if it is available, else HAPT, else the synthetic stand-in.
   */
  data?: string;
  /** Folder to keep in what was read. Default: data/cache. */
  cache?: string;
}

/**
 * Raised when reading archives gives other frames than before, so that frames kept by an older version are not taken.
 */
const cacheVersion = 8;

type ReadOptions = Omit<LoadOptions, "data">;

/**
 * Loads the windows of UCI-HAR, and keeps them as Parquet in data/cache under the archive's checksum.
 *
 * Throws one sentence if what is asked for is not available or is damaged; nothing is kept then.
 *
 * @param options Which data, and how its recordings are cut.
 */
export async function loadWindows(options: LoadOptions = {}): Promise<Windows> {
  const { data = environment("HAR_DATA"), ...read } = options;
  checkCut(read);
  if (data === "synthetic") return synthetic(read, []);
  if (data !== undefined) return await readPath(isPublication(data) ? await provideArchive(data) : data, read, []);
  const notes: string[] = [];
  for (const name of Object.keys(publications) as PublicationName[]) {
    if (read.transitions && name === "uci-har") {
      notes.push("UCI-HAR's own windows hold no postural transitions, so HAPT is taken.");
      continue;
    }
    let path: string;
    try {
      path = await provideArchive(name);
    } catch (error) {
      notes.push(`${name} is not available: ${(error as Error).message}`);
      continue;
    }
    return await readPath(path, read, notes);
  }
  return synthetic(read, notes);
}

/** Returns a sentence that says that published windows are filtered as they are, if other filters are asked for. */
function filtersNote({ filters }: Required<HaptCut>): string | undefined {
  if (filters === "official") return undefined;
  return `Its windows were filtered before they were published: the filters "${filters}" that were asked for take HAPT.`;
}

/** Throws one sentence if windows cannot be cut so. */
function checkCut({ windowLength, step }: HaptCut): void {
  for (const [name, value] of Object.entries({ windowLength, step })) {
    if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
      throw new Error(`${name} must be a whole number of 1 or more, and is ${value}.`);
    }
  }
}

function isPublication(name: string): name is PublicationName {
  return name in publications;
}

const withoutTransitions = "It holds no movements between postures, so no window teaches the answers to them.";

function synthetic({ transitions, ...cut }: ReadOptions, notes: string[]): Windows {
  const { recordings, segments } = syntheticRecordings();
  const title = "SYNTHETIC STAND-IN, made from a seed: no person took part, the results say nothing about people";
  return {
    frame: cutWindows(recordings, segments, cut),
    segments: segmentFrame(recordings, segments),
    source: { kind: "synthetic", title, notes: transitions ? [...notes, withoutTransitions] : notes },
  };
}

async function readPath(path: string, options: ReadOptions, notes: string[]): Promise<Windows> {
  const outer = await openArchive(path);
  const sha256 = await archiveChecksum(outer);
  await checkKnownChecksum(path, sha256, dataFolder);
  const { windowLength = articleSettings.windowLength, step = windowLength / 2 } = options;
  const { filters = articleSettings.filters, transitions = false, offset = 0 } = options;
  const { cache = `${dataFolder}/cache` } = options;
  const cut = { windowLength, step, filters, transitions, offset };
  const cached = `${cache}/${sha256.slice(0, 16)}-${Object.values(cut).join("-")}-v${cacheVersion}`;
  const known = await Deno.readTextFile(`${cached}.json`).catch(() => undefined);
  if (known !== undefined) {
    await outer.close();
    const { source, featureNames, segments } = JSON.parse(known);
    return {
      frame: pl.readParquet(`${cached}.parquet`),
      source: { ...source, path, sha256, notes: [...source.notes, ...notes] },
      featureNames,
      segments: segments && pl.DataFrame(segments),
    };
  }
  const read = await withDataSet(outer, async (archive) => {
    if (archive) return await readArchive(archive, cut);
    throw new Error(`${path} holds neither UCI-HAR (train/Inertial Signals/…) nor HAPT (RawData/labels.txt).`);
  });
  const { source } = read;
  const all = [...source.notes, ...notes, ...await keep(read, cache, cached)];
  return { ...read, source: { ...source, path, sha256, notes: all } };
}

/**
 * Keeps what was read for the next time. If that fails the windows are no worse for it: returns a sentence that
 * says so.
 */
async function keep(
  { frame, source, featureNames, segments }: Windows,
  cache: string,
  cached: string,
): Promise<string[]> {
  try {
    await Deno.mkdir(cache, { recursive: true });
    await buildBeside(`${cached}.parquet`, (partial) => Promise.resolve(frame.writeParquet(partial)));
    await writeWhole(`${cached}.json`, JSON.stringify({ source, featureNames, segments: segments?.toRecords() }));
    return [];
  } catch (error) {
    const why = (error as Error).message.split("\n")[0];
    return [`What was read could not be kept in ${cache} (${why}): the next start reads the archive again.`];
  }
}

async function readArchive(archive: Archive, cut: Required<HaptCut>): Promise<Windows> {
  const bar = progress("reading the archive", "files");
  try {
    if (isHapt(archive)) {
      const { frame, segments, notes } = await readHapt(archive, cut, bar.update);
      return { frame, segments, source: { kind: "hapt", title: publications.hapt.title, notes } };
    }
    if (cut.transitions) {
      throw new Error(`${archive.path} holds no postural transitions: for them use HAPT.`);
    }
    if (cut.windowLength !== 128 || cut.step !== 64 || cut.offset !== 0) {
      throw new Error(
        `${archive.path} holds windows that are already cut at 128 samples and a step of 64: for others use HAPT.`,
      );
    }
    const { frame, difference, notes } = await readUciHar(archive, bar.update);
    const title = difference === undefined
      ? publications["uci-har"].title
      : `A part of UCI-HAR: ${frame.height} of ${sum(uciHarWindows.all)} official windows`;
    const featureNames = frame.columns.includes("features") ? await readFeatureNames(archive) : undefined;
    return {
      frame,
      source: {
        kind: "uci-har",
        title,
        notes: [difference, filtersNote(cut), ...notes].filter((note) => note !== undefined),
      },
      featureNames,
    };
  } finally {
    bar.stop();
  }
}
