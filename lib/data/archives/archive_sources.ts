import { basename, dirname, resolve } from "node:path";
import { environment } from "../../settings/environment.ts";
import { root } from "../../system/paths.ts";
import { download } from "./download.ts";
import { notFound, writeWhole } from "../../system/files.ts";

/** The name of a published data set. */
export type PublicationName = "uci-har" | "hapt";

/** A published data set: where it is downloaded from and by which names its archive or folder is known. */
export interface Publication {
  title: string;
  url: string;
  names: string[];
}

/** The two published forms of the recordings. */
export const publications: Record<PublicationName, Publication> = {
  "uci-har": {
    title: "UCI-HAR, the official windows (UCI data set 240)",
    url: "https://archive.ics.uci.edu/static/public/240/human+activity+recognition+using+smartphones.zip",
    names: [
      "human+activity+recognition+using+smartphones.zip",
      "UCI HAR Dataset.zip",
      "UCI HAR Dataset",
      "uci-har.zip",
    ],
  },
  hapt: {
    title: "HAPT, raw recordings cut into windows here (UCI data set 341)",
    url:
      "https://archive.ics.uci.edu/static/public/341/smartphone+based+recognition+of+human+activities+and+postural+transitions.zip",
    names: [
      "smartphone+based+recognition+of+human+activities+and+postural+transitions.zip",
      "HAPT Data Set.zip",
      "HAPT Data Set",
      "hapt.zip",
      "hapt-raw.zip",
    ],
  },
};

/** Where downloaded archives are put. */
export const dataFolder = `${root}/data`;

/** Finds a publication's archive, see {@link findFile}, and returns its path, or undefined. */
export function findArchive(name: PublicationName): Promise<string | undefined> {
  return findFile(publications[name].names);
}

/**
 * Finds a file or folder of one of some names in data/, then in the folders of the environment variable `HAR_DATASETS`
 * (separated by `:`), and returns its path, or undefined.
 */
export async function findFile(names: string[]): Promise<string | undefined> {
  const folders = environment("HAR_DATASETS").split(":").filter(Boolean);
  for (const folder of [dataFolder, ...folders.map((folder) => resolve(root, folder))]) {
    for (const file of names) {
      const path = `${folder}/${file}`;
      if (await Deno.stat(path).then(() => true, () => false)) return await Deno.realPath(path);
    }
  }
  return undefined;
}

/**
 * Finds a publication's archive or downloads it to data/, and returns its path. Throws one sentence if it is not
 * available.
 */
export async function provideArchive(name: PublicationName): Promise<string> {
  const { url, names } = publications[name];
  return await findArchive(name) ?? await download(url, `${dataFolder}/${names[0]}`);
}

/**
 * Compares an archive's SHA-256, in hexadecimal, with the one it had when it was first used, which lies beside it in
 * `NAME.sha256`, as `sha256sum` writes it; the first use writes it. Archives that lie elsewhere than in `folder` are
 * their owner's business and are not looked at.
 *
 * Throws one sentence if the archive is another one now.
 */
export async function checkKnownChecksum(path: string, sha256: string, folder: string): Promise<void> {
  if (await Deno.realPath(dirname(path)) !== await Deno.realPath(folder) || !(await Deno.stat(path)).isFile) return;
  const file = `${path}.sha256`;
  const known = (await Deno.readTextFile(file).catch(notFound(undefined)))?.split(/\s/)[0];
  if (known === undefined) await writeWhole(file, `${sha256}  ${basename(path)}\n`);
  else if (known !== sha256) {
    throw new Error(
      `${path} is not the archive that was first used here: its SHA-256 is ${sha256}, and ${file} says ${known}. Delete both to download it again, or ${
        basename(file)
      } alone if the archive is right.`,
    );
  }
}
