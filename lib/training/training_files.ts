import { root } from "../setup/paths.ts";

/** Where runs are kept. */
export const runsFolder = `${root}/reports/runs`;

/** Returns the folder of a training that has not ended; it becomes a run's folder of that identifier when it has. */
export function unfinishedFolder(id: string, runs: string = runsFolder): string {
  return `${runs}/${id}.unfinished`;
}

/** Returns the file in which a training that has not ended keeps its last whole epoch. */
export function checkpointPath(id: string, runs: string = runsFolder): string {
  return `${unfinishedFolder(id, runs)}/checkpoint.safetensors`;
}
