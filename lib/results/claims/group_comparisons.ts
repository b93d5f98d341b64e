import { type SeedDifference, seedDifference } from "../metrics/seed_difference.ts";
import type { RunsOptions } from "../runs/list_runs.ts";
import { byPerson, studyRuns } from "./study_runs.ts";

/** What a ResNeXt gains by its groups. */
export interface GroupComparison {
  /** How many groups. */
  groups: number;
  /** Difference to the one without groups, over people; all intervals hold together. */
  difference: SeedDifference;
}

/**
 * Compares the ResNeXts of the study `groups` with the one without groups, all of as many parameters, person by person.
 * Default: by accuracy.
 */
export async function groupComparisons(
  value?: Parameters<typeof byPerson>[1],
  options: RunsOptions = {},
): Promise<GroupComparison[]> {
  const runs = Map.groupBy(await studyRuns("groups", options), ({ settings }) => settings.cardinality);
  const ordinary = byPerson(runs.get(1)!, value);
  runs.delete(1);
  return [...runs].map(([groups, of]) => ({
    groups,
    difference: seedDifference(byPerson(of, value), ordinary, { comparisons: runs.size }),
  }));
}
