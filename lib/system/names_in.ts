import { notFound } from "./build_beside.ts";

/** Returns the names of the files and folders in a folder; none if the folder is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(notFound([] as Deno.DirEntry[]));
  return entries.map(({ name }) => name);
}

/** Returns the paths of all files in a folder and in those inside of it. */
export async function filesUnder(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) paths.push(...await filesUnder(path));
    else paths.push(path);
  }
  return paths;
}
