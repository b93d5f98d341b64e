import { notFound } from "./build_beside.ts";

/** Returns the names of the files and folders in a folder; none if the folder is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(notFound([] as Deno.DirEntry[]));
  return entries.map(({ name }) => name);
}
