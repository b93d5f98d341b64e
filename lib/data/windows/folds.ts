import type { DataFrame } from "../signals/data_frame.ts";
// @ts-types="npm:@types/d3-array@3.2.2"
import { shuffler } from "d3-array";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import { dealt, peopleOf, type Split, subjectSplit, type SubjectSplitOptions } from "./split_windows.ts";

/** Settings of {@link subjectFolds}. */
export interface FoldOptions extends Omit<SubjectSplitOptions, "test"> {
  /** In how many parts the people are divided. Default: 5. */
  folds?: number;
}

/**
 * Splits windows by person for cross-validation: the people are shuffled by the seed and dealt into folds, and each
 * split tests on one fold. Nobody is in two parts of a split, and everybody is tested once.
 *
 * `validation` people of each split's training people, 3 unless given, are drawn as {@link subjectSplit} does. Throws
 * one sentence if it is not known whose windows they are, or there are fewer people than folds.
 */
export function subjectFolds(frame: DataFrame, options: FoldOptions = {}): Split[] {
  const { folds = 5, leftOut = [], seed = 1 } = options;
  const people = shuffler(seedrandom(`folds ${seed}`))(peopleOf(frame, leftOut));
  return dealt(people, folds).map((test) => subjectSplit(frame, { ...options, test }));
}

/**
 * Splits windows for leave-one-subject-out cross-validation: each split tests on one person, in the order of their
 * numbers. Throws as {@link subjectFolds} does.
 */
export function leaveOneSubjectOut(frame: DataFrame, options: Omit<FoldOptions, "folds"> = {}): Split[] {
  return peopleOf(frame, options.leftOut).map((person) => subjectSplit(frame, { ...options, test: [person] }));
}
