/**
 * Makes a file or a folder that is either whole or not there: `build` makes it under another name beside its place, and
 * it is renamed when it is done. Returns without doing anything if the place is taken already.
 *
 * What a killed `build` leaves {@link removePartials} removes. Each build has a name of its own, so that a compiler or
 * pip that outlived its killed parent writes into nobody's work.
 */
export async function buildBeside(place: string, build: (partial: string) => Promise<void>): Promise<void> {
  if (await exists(place)) return;
  const partial = partialName(place);
  try {
    await build(partial);
    await Deno.rename(partial, place);
  } catch (error) {
    await remove(partial);
    throw error;
  }
}

/** Points a link at a target in one step, replacing a link that pointed elsewhere. */
export async function linkTo(place: string, target: string): Promise<void> {
  if (await linkTarget(place) === target) return;
  const partial = partialName(place);
  await Deno.symlink(target, partial);
  await Deno.rename(partial, place);
}

/** Writes a text file in one step; returns whether it had to be written. */
export async function writeWhole(place: string, text: string): Promise<boolean> {
  if (await exists(place) && await Deno.readTextFile(place) === text) return false;
  const partial = partialName(place);
  try {
    await Deno.writeTextFile(partial, text);
    await Deno.rename(partial, place);
  } catch (error) {
    await remove(partial);
    throw error;
  }
  return true;
}

/** Removes what killed builds left in a folder. */
export async function removePartials(folder: string): Promise<void> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.name.endsWith(".partial")) await remove(`${folder}/${entry.name}`);
  }
}

/** Returns eight random characters for a name that no other process uses. */
export function randomName(): string {
  return crypto.randomUUID().slice(0, 8);
}

function partialName(place: string): string {
  return `${place}.${randomName()}.partial`;
}

/** Tells whether something is there; a link that points nowhere is not. */
export async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, notFound(false));
}

/** Returns where a link points, or undefined if there is no link. */
export async function linkTarget(path: string): Promise<string | undefined> {
  const entry = await Deno.lstat(path).catch(notFound(undefined));
  return entry?.isSymlink ? await Deno.readLink(path) : undefined;
}

/** Removes a file or a folder, if it is there. */
export async function remove(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(notFound(undefined));
}

/**
 * Returns a handler for `catch` that gives another value if a file or folder is not there, and throws everything
 * else.
 */
export function notFound<T>(otherwise: T): (error: unknown) => T {
  return (error) => {
    if (isMissing(error)) return otherwise;
    throw error;
  };
}

/** Tells whether an error says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}

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
