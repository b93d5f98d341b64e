import { dirname } from "node:path";
import { root } from "../../system/paths.ts";
import { environment } from "../../settings/environment.ts";
import { notFound } from "../../system/build_beside.ts";

/** Where runs are kept. */
export const runsFolder = environment("HAR_RUNS") ?? `${root}/reports/runs`;

/** Returns the folder of the runs that belong to a folder of reports. */
export function runsOf(reports: string): string {
  return reports === `${root}/reports` ? runsFolder : `${reports}/runs`;
}

/** Returns the folder of a training that has not ended; it becomes a run's folder of that identifier when it has. */
export function unfinishedFolder(id: string, runs: string = runsFolder): string {
  return `${runs}/${id}.unfinished`;
}

/** Returns the folder in which a training's epochs lie for TensorBoard. Throws if it has no identifier. */
export function tensorBoardFolder(
  { resume, checkpoint = resume, runs = runsFolder }: { resume?: string; checkpoint?: string; runs?: string },
): string {
  if (checkpoint === undefined) throw new Error("TensorBoard's files need an identifier: give `checkpoint` too.");
  return `${dirname(runs)}/tensorboard/${checkpoint}`;
}

/** Returns the file in which a training that has not ended keeps its last whole epoch. */
export function checkpointPath(id: string, runs: string = runsFolder): string {
  return `${unfinishedFolder(id, runs)}/checkpoint.safetensors`;
}

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
