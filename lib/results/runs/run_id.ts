import { exists } from "../../system/build_beside.ts";
import type { ExperimentSettings } from "../../settings/experiment_settings.ts";
import { runsFolder, unfinishedFolder } from "../../network/training/training_files.ts";

/**
 * Returns an identifier for a run that begins now, such as `2026-11-24-231500-random-seed1`; it is new in reports/runs.
 */
export async function newRunId(
  { split, seed }: Pick<ExperimentSettings, "split" | "seed">,
  options: { now?: Date; runs?: string } = {},
): Promise<string> {
  const { now = new Date(), runs = runsFolder } = options;
  const [date, time] = now.toISOString().split("T");
  const id = `${date}-${time.slice(0, 8).replaceAll(":", "")}-${split}-seed${seed}`;
  for (let count = 1;; count++) {
    const candidate = count === 1 ? id : `${id}-${count}`;
    const places = [`${runs}/${candidate}`, unfinishedFolder(candidate, runs)];
    const taken = await Promise.all(places.map(exists));
    if (!taken.includes(true)) return candidate;
  }
}
