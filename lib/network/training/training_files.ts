import { dirname } from "node:path";
import { root } from "../../system/paths.ts";
import { environment } from "../../settings/environment.ts";

/** Where runs are kept. */
export const runsFolder = environment("HAR_RUNS") ?? `${root}/reports/runs`;

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
