// @ts-types="npm:@types/d3-array@3.2.2"
import { mean } from "d3-array";
import type { Epoch } from "../../network/training/training_progress.ts";
import type { ExperimentSettings } from "../../settings/experiment_settings.ts";

/** What {@link lateAccuracy} and {@link generalizationGap} need of a run. */
export interface TestedRun {
  /** How many of its last epochs were tested. */
  settings: Pick<ExperimentSettings, "testedEpochs">;
  /** What each epoch gave. */
  history: Epoch[];
  /** Scores on the test windows at the end. */
  test: { accuracy: number };
}

/**
 * Returns a run's test accuracy, the mean over its `testedEpochs`; that of the weights it ended with if it was tested once.
 * At a constant learning rate the accuracy goes up and down from epoch to epoch, so the mean says more of a network.
 */
export function lateAccuracy(run: TestedRun): number {
  return mean(testedEpochs(run), ({ testAccuracy }) => testAccuracy) ?? run.test.accuracy;
}

/** Returns by how much a run was better on what it was trained on, over the same epochs as {@link lateAccuracy}. */
export function generalizationGap(run: TestedRun): number {
  const gap = mean(testedEpochs(run), ({ accuracy, testAccuracy }) => accuracy - testAccuracy!);
  return gap ?? run.history.at(-1)!.accuracy - run.test.accuracy;
}

/** Returns the last epochs that were tested. A run that was prolonged has earlier ones, which do not count. */
function testedEpochs({ settings, history }: TestedRun): Epoch[] {
  return history.slice(-settings.testedEpochs).filter(({ testAccuracy }) => testAccuracy !== undefined);
}
