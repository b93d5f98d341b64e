import type { Archive } from "./archive.ts";

/** Returns the file at a path, in whichever case its letters are; undefined if there is none. */
export function fileAt({ files }: Archive, path: string): string | undefined {
  return files.find((file) => file === path) ?? files.find((file) => file.toLowerCase() === path.toLowerCase());
}

/**
 * Returns the folder, with a `/` at its end, of a data set that is known by files at some paths in it; undefined if there
 * is none. Throws one sentence if the archive holds the data set twice, since files of both would be mixed.
 */
export function folderOf({ path, files }: Archive, known: RegExp): string | undefined {
  const folders = [...new Set(files.filter((file) => known.test(file)).map((file) => file.replace(known, "")))];
  if (folders.length > 1) {
    const [first, second] = folders.map((folder) => folder || "its top");
    throw new Error(`${path} holds the data set twice, in ${first} and in ${second}: give one of them.`);
  }
  return folders.at(0);
}
