import { BlobReader, configure, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import { isRecording, type PhoneFile } from "../../data/phones/phone_recording.ts";

configure({ useWebWorkers: false });

/** Most bytes of a file in a zip: an hour at 400 Hz has a fifth of it. */
const mostBytes = 2 ** 29;

/**
 * Returns the files of a recording that somebody chose or dropped, those inside of zips too, by their names in order.
 * Throws one sentence if there are none.
 */
export async function droppedFiles(chosen: Iterable<File>): Promise<PhoneFile[]> {
  const files: PhoneFile[] = [];
  for (const file of chosen) {
    if (!/\.zip$/i.test(file.name)) {
      files.push({ place: file.name, text: new Uint8Array(await file.arrayBuffer()) });
      continue;
    }
    const zip = new ZipReader(new BlobReader(file));
    for (const entry of await zip.getEntries()) {
      if (entry.directory || !isRecording(entry.filename)) continue;
      if (entry.uncompressedSize > mostBytes) throw new Error(`${entry.filename} in ${file.name} is too large.`);
      files.push({ place: `${file.name}/${entry.filename}`, text: await entry.getData(new Uint8ArrayWriter()) });
    }
    await zip.close();
  }
  if (files.length === 0) throw new Error("There is no CSV file: choose what the phone's app exported.");
  return files.sort((a, b) => a.place.localeCompare(b.place));
}
