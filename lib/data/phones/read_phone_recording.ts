import { openArchive } from "../archives/archive.ts";
import {
  isRecording,
  type PhoneFile,
  type PhoneRecording,
  phoneRecording,
  type PhoneRecordingOptions,
} from "./phone_recording.ts";

/**
 * Reads what a phone recorded, see {@link phoneRecording}, from files, folders and zips of CSV files; Phyphox's
 * folder `meta` and annotations are left out. Two paths without a header are acceleration and rotation. Throws one
 * sentence if a path cannot be read.
 */
export async function readPhoneRecording(
  paths: string[],
  options: PhoneRecordingOptions = {},
): Promise<PhoneRecording> {
  return phoneRecording(await filesOf(paths), { pair: paths.length === 2, ...options });
}

async function filesOf(paths: string[]): Promise<PhoneFile[]> {
  const found: PhoneFile[] = [];
  for (const path of paths) {
    const entry = await Deno.stat(path).catch(() => {
      throw new Error(`${path} cannot be read: give the files that the phone wrote.`);
    });
    if (!entry.isDirectory && !path.toLowerCase().endsWith(".zip")) {
      found.push({ place: path, text: await Deno.readFile(path) });
      continue;
    }
    const archive = await openArchive(path);
    try {
      const files = archive.files.filter(isRecording);
      if (files.length === 0) throw new Error(`${path} holds no CSV file: export the recording as CSV.`);
      for (const file of files) found.push({ place: `${path}/${file}`, text: await archive.read(file) });
    } finally {
      await archive.close();
    }
  }
  return found;
}
