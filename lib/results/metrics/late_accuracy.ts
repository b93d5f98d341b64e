// @ts-types="npm:@types/d3-array@3.2.2"
import { mean } from "d3-array";
import type { Epoch } from "../../network/training/trained.ts";

/** What {@link lateAccuracy} and {@link generalizationGap} need of a run. */
export interface TestedRun {
  /** What each epoch gave. */
  history: Epoch[];
  /** Scores on the people held back at the end. */
  test: { accuracy: number };
}

/**
 * Returns a run's accuracy on people held back, the mean over its `testedEpochs`; that of the last weights alone if it was
 * tested once. At a constant learning rate the accuracy jumps from epoch to epoch, so the mean says more of a network.
 */
export function lateAccuracy({ history, test }: TestedRun): number {
  return mean(history, ({ testAccuracy }) => testAccuracy) ?? test.accuracy;
}

/** Returns by how much a run was better on what it was trained on, over the same epochs as {@link lateAccuracy}. */
export function generalizationGap({ history, test }: TestedRun): number {
  const gaps = history.filter(({ testAccuracy }) => testAccuracy !== undefined);
  return mean(gaps, ({ accuracy, testAccuracy }) => accuracy - testAccuracy!) ??
    history.at(-1)!.accuracy - test.accuracy;
}
