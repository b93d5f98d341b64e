import { notFound } from "../../system/build_beside.ts";
import { unfinishedFolder } from "./training_files.ts";

/**
 * Takes the lock of a training that is kept, so that no other process continues it at the same time. The system frees
 * it when the process ends, however that comes about. Throws one sentence if another has it.
 */
export async function lockTraining(id: string, runs?: string): Promise<Disposable> {
  await Deno.mkdir(unfinishedFolder(id, runs), { recursive: true });
  const file = await Deno.open(lockPath(id, runs), { create: true, write: true });
  if (await file.tryLock(true)) return { [Symbol.dispose]: () => file.close() };
  file.close();
  throw new Error(`The training ${id} is under way already: wait for its end, or stop it.`);
}

/** Tells whether a training that has not ended is under way now, in this process or another. */
export async function isUnderWay(id: string, runs?: string): Promise<boolean> {
  using file = await Deno.open(lockPath(id, runs), { write: true }).catch(notFound(undefined));
  return file !== undefined && !await file.tryLock(true);
}

function lockPath(id: string, runs?: string): string {
  return `${unfinishedFolder(id, runs)}/lock`;
}
