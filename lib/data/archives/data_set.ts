import { type Archive, openInnerArchive } from "./archive.ts";
import { isHapt } from "./hapt.ts";
import { isUciHar } from "./uci_har.ts";

/** How deep archives may lie in each other; UCI's own download holds one in another. */
const deepest = 3;

/**
 * Calls a reader with the archive that holds UCI-HAR or HAPT: this one, or one that lies in it; with undefined if none
 * does. Returns what the reader returns, and closes every archive.
 */
export async function withDataSet<T>(
  archive: Archive,
  read: (dataSet: Archive | undefined) => Promise<T>,
): Promise<T> {
  const open = [archive];
  try {
    return await read(await find(archive, open, deepest));
  } finally {
    for (const each of open.reverse()) await each.close();
  }
}

/** Finds the archive with the data; what is opened on the way is added to `open`. */
async function find(archive: Archive, open: Archive[], depth: number): Promise<Archive | undefined> {
  if (isHapt(archive) || isUciHar(archive)) return archive;
  if (depth === 1) return undefined;
  for (const file of archive.files.filter((file) => /\.zip$/i.test(file))) {
    const inner = await openInnerArchive(archive, file);
    open.push(inner);
    const found = await find(inner, open, depth - 1);
    if (found) return found;
  }
  return undefined;
}
