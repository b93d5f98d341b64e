import { createHash } from "node:crypto";
import { createReadStream, openAsBlob } from "node:fs";
import {
  BlobReader,
  configure,
  ERR_UNSAFE_FILENAME,
  type FileEntry,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
} from "@zip.js/zip.js";

configure({ useWebWorkers: false });

/** Files by their paths, from a zip archive or a folder. */
export interface Archive {
  /** Where it lies. */
  path: string;
  /** Paths of all files, with `/` between folders. */
  files: string[];
  /** Returns a file's bytes. Throws one sentence if it is missing or damaged. */
  read(file: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Opens a zip archive or a folder. Throws one sentence if the path is neither, or the archive is damaged.
 */
export async function openArchive(path: string): Promise<Archive> {
  const entry = await Deno.stat(path).catch(() => undefined);
  if (!entry) throw new Error(`${path} does not exist: give the path of an archive or a folder with UCI-HAR or HAPT.`);
  return entry.isDirectory ? await openFolder(path) : await openZip(path, new BlobReader(await openAsBlob(path)));
}

/** Opens a zip archive that lies inside another one. */
export async function openInnerArchive(outer: Archive, file: string): Promise<Archive> {
  return await openZip(`${outer.path} (${file})`, new Uint8ArrayReader(await outer.read(file)));
}

/** Returns the SHA-256 of an archive file, or of the names and contents of all files of a folder, in hexadecimal. */
export async function archiveChecksum(archive: Archive): Promise<string> {
  const hash = createHash("sha256");
  if ((await Deno.stat(archive.path)).isFile) {
    for await (const chunk of createReadStream(archive.path)) hash.update(chunk);
  } else {
    for (const file of archive.files.toSorted()) hash.update(file).update(await archive.read(file));
  }
  return hash.digest("hex");
}

/** Most bytes that a file of an archive may have; the largest one of UCI-HAR has 66 MB. */
const mostBytes = 2 ** 30;

async function openZip(path: string, reader: BlobReader | Uint8ArrayReader): Promise<Archive> {
  const zip = new ZipReader(reader, { checkSignature: true });
  let entries: FileEntry[];
  try {
    // Macs put what they know of files into a folder beside them.
    entries = (await zip.getEntries()).filter((entry): entry is FileEntry =>
      !entry.directory && !entry.filename.startsWith("__MACOSX/")
    );
  } catch (error) {
    if ((error as Error).message === ERR_UNSAFE_FILENAME) {
      throw new Error(`${path} holds a file whose path leads out of the archive: nobody should unpack it.`);
    }
    throw new Error(`${path} is not a zip archive, or it is cut short: download it again.`);
  }
  return {
    path,
    files: entries.map((entry) => entry.filename),
    async read(file) {
      const found = entries.find((entry) => entry.filename === file);
      if (!found) throw new Error(`${path} has no file ${file}.`);
      if (found.encrypted) throw new Error(`${path}: ${file} is encrypted: give an archive without a password.`);
      if (found.uncompressedSize > mostBytes) {
        throw new Error(
          `${path}: ${file} would unpack to ${found.uncompressedSize} bytes: that is no file of UCI-HAR.`,
        );
      }
      try {
        return await found.getData(new Uint8ArrayWriter());
      } catch (error) {
        throw new Error(`${path}: ${file} is damaged (${(error as Error).message}): download the archive again.`);
      }
    },
    close: () => zip.close(),
  };
}

async function openFolder(path: string): Promise<Archive> {
  const files: string[] = [];
  const walk = async (folder: string) => {
    for await (const entry of Deno.readDir(`${path}/${folder}`)) {
      const file = `${folder}${entry.name}`;
      if (entry.isDirectory) await walk(`${file}/`);
      else files.push(file);
    }
  };
  await walk("");
  return {
    path,
    files,
    async read(file) {
      try {
        return await Deno.readFile(`${path}/${file}`);
      } catch (error) {
        throw new Error(`${path}/${file} cannot be read (${(error as Error).message.split(" (os error")[0]}).`);
      }
    },
    close: () => Promise.resolve(),
  };
}

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
