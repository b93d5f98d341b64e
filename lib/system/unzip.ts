import { openAsBlob } from "node:fs";
import { dirname } from "node:path";
import { BlobReader, configure, ZipReader } from "@zip.js/zip.js";

configure({ useWebWorkers: false });

/** Settings of {@link unzip}. */
export interface UnzipOptions {
  /** Tells by its path in the archive whether a file is to be unpacked. Default: all of them. */
  wanted?: (path: string) => boolean;
  /** Called with the bytes unpacked so far and all that are to be unpacked. */
  onProgress?: (done: number, total: number) => void;
}

/** Unpacks files of a zip archive into a folder. Throws if the archive is damaged. */
export async function unzip(archive: string, folder: string, options: UnzipOptions = {}): Promise<void> {
  const { wanted = () => true, onProgress } = options;
  const reader = new ZipReader(new BlobReader(await openAsBlob(archive)), { checkSignature: true });
  try {
    const files = (await reader.getEntries()).filter((entry) => !entry.directory && wanted(entry.filename));
    const total = files.reduce((sum, file) => sum + file.uncompressedSize, 0);
    let done = 0;
    for (const file of files) {
      if (file.directory) continue;
      const path = `${folder}/${file.filename}`;
      await Deno.mkdir(dirname(path), { recursive: true });
      const target = await Deno.create(path);
      await file.getData(target.writable, { onprogress: (bytes) => void onProgress?.(done + bytes, total) });
      done += file.uncompressedSize;
    }
  } finally {
    await reader.close();
  }
}
