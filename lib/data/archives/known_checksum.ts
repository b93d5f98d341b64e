import { basename, dirname } from "node:path";
import { notFound, writeWhole } from "../../system/build_beside.ts";

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
