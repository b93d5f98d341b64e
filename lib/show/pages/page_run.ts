import type { NamedHistory } from "../plots/run_curves.ts";

/** A value of a run as a page of runs shows it. */
export type RunValue = string | number;

/** A run as a page of runs holds it. */
export interface PageRun {
  id: string;
  /** Settings and results by name; one that the run does not have is left out. `kept` is the study with which it came. */
  values: Record<string, RunValue>;
  history: NamedHistory["history"];
  /** Counts of the test windows: rows true, columns predicted. */
  confusion: number[][];
  /** Recall of each activity. */
  recalls: number[];
  /** What was said of each test window, a digit each, activities counted from 0. Left out if that was not kept. */
  predicted?: string;
  /** Which of {@link RunsPageData}'s `truths` its test windows have. */
  truth?: number;
}

/** What a page of runs holds. */
export interface RunsPageData {
  /** Names of the values that are settings, in the order of the table of settings. */
  settings: string[];
  /** Names of the numbers that came out. */
  results: string[];
  runs: PageRun[];
  /** What the test windows of the runs are, a digit each; runs with the same have the same windows. */
  truths: string[];
}
