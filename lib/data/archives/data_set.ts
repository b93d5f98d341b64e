import { type Archive, openInnerArchive } from "./archive.ts";
import { isHapt } from "./hapt.ts";
import { isUciHar } from "./uci_har.ts";

/** How deep archives may lie in each other; UCI's own download holds one in another. */
const deepest = 3;

/**
 * Returns the archive that holds UCI-HAR or HAPT: this one, or one that lies in it; undefined if none does. Whoever
 * opened `archive` closes it, and the one that is returned.
 */
export async function dataSetIn(archive: Archive, depth = deepest): Promise<Archive | undefined> {
  if (isHapt(archive) || isUciHar(archive)) return archive;
  if (depth === 1) return undefined;
  for (const file of archive.files.filter((file) => /\.zip$/i.test(file))) {
    const inner = await openInnerArchive(archive, file);
    const found = await dataSetIn(inner, depth - 1);
    if (found !== inner) await inner.close();
    if (found) return found;
  }
  return undefined;
}
