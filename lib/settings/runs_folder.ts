import { root } from "../system/paths.ts";
import { environment } from "./environment.ts";

/** Where runs are kept. */
export const runsFolder = environment("HAR_RUNS") ?? `${root}/reports/runs`;

/** Returns the folder of the runs that belong to a folder of reports. */
export function runsOf(reports: string): string {
  return reports === `${root}/reports` ? runsFolder : `${reports}/runs`;
}

/** Returns the folder of an unfinished run; it becomes the run's folder when the run ends. */
export function unfinishedFolder(id: string, runs: string = runsFolder): string {
  return `${runs}/${id}.unfinished`;
}
