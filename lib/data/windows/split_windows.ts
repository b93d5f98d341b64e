// @ts-types="npm:@types/d3-array@3.2.2"
import { group, shuffler } from "d3-array";
// @ts-types="npm:@types/seedrandom@3.0.8"
import seedrandom from "seedrandom";
import { testSubjects } from "../archives/published_counts.ts";
import type { DataFrame } from "../signals/window_frame.ts";
import { articleSettings, type ExperimentSettings } from "../../settings/experiment_settings.ts";

/** Rows of a frame of windows by their use; no row is in two of them. */
export interface Split {
  /** Rows to train on. */
  train: Int32Array;
  /** Rows to validate on after each epoch. */
  validation: Int32Array;
  /** Rows to test on at the end. */
  test: Int32Array;
}

/**
 * The names of the splits: at random as the article's figures fit, by person as UCI-HAR was published, or by person
 * among UCI-HAR's training people alone, to choose settings without a look at the test people.
 */
export type SplitName = ExperimentSettings["split"];

/**
 * Returns the splits of all people that a frame allows: without subject files only the random one.
 *
 * @param frame The `frame` that `windowsOf` returns.
 */
export function possibleSplits(frame: DataFrame): SplitName[] {
  return frame.getColumn("subject").nullCount() > 0 ? ["random"] : ["random", "subject"];
}

/** Settings of {@link splitWindows}. */
export interface SplitOptions {
  /** How many people to validate on, if the split is by person. Default: 3. */
  validationSubjects?: number;
  /** Person to test on alone, if the split is `subject`. Default: the nine official test people. */
  testPerson?: number;
  /** Keeps the windows of so many of the training people, drawn by the seed. Default: all. */
  trainingPeople?: number;
  /** Keeps so many of the training windows, drawn by the seed. Default: all. */
  trainingWindows?: number;
  /** Default: 1. */
  seed?: number;
}

/**
 * Splits windows by the name of a split; see {@link randomSplit}, {@link subjectSplit} and {@link developmentSplit}.
 * Throws one sentence if the windows do not allow it.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadWindows } from "har";
 * const { frame } = await loadWindows({ data: "synthetic" });
 * const { train, validation, test } = splitWindows(frame, "subject");
 * assertEquals(train.length + validation.length + test.length, frame.height);
 * ```
 *
 * @param frame Windows, as `loadWindows` returns them.
 * @param name How they are divided.
 * @param options Seed, and how many validate or train.
 */
export function splitWindows(frame: DataFrame, name: SplitName, options: SplitOptions = {}): Split {
  const { validationSubjects: validation, testPerson, seed } = options;
  const split = name === "random"
    ? randomSplit(frame, { seed })
    : name === "subject"
    ? subjectSplit(frame, { validation, seed, test: testPerson === undefined ? undefined : [testPerson] })
    : developmentSplit(frame, { validation, seed });
  return limitWindows(limitPeople(split, frame, options), options);
}

export interface RandomSplitOptions {
  /** Part of all windows to test on. Default: 0.2, which fits the article's figures. */
  test?: number;
  /** Part of the other windows to validate on. Default: 0.1. */
  validation?: number;
  /** Default: 1. */
  seed?: number;
}

/**
 * Splits windows at random, each activity in the same proportions (stratified).
 *
 * Windows overlap by half, so parts of most test windows are in training windows too: an easier task than
 * {@link subjectSplit}, but the one whose figures the article prints.
 */
export function randomSplit(frame: DataFrame, options: RandomSplitOptions = {}): Split {
  const { test = 0.2, validation = 0.1, seed = 1 } = options;
  const shuffle = shuffler(seedrandom(`random split ${seed}`));
  const parts = { train: [], validation: [], test: [] } as Record<keyof Split, number[]>;
  const labels = integers(frame, "activity");
  for (const rows of group(labels.keys(), (row) => labels[row]).values()) {
    const shuffled = shuffle([...rows]);
    const testCount = Math.round(shuffled.length * test);
    const validationCount = Math.round((shuffled.length - testCount) * validation);
    parts.test.push(...shuffled.slice(0, testCount));
    parts.validation.push(...shuffled.slice(testCount, testCount + validationCount));
    parts.train.push(...shuffled.slice(testCount + validationCount));
  }
  return sorted(parts);
}

/** Settings of {@link subjectSplit}. */
export interface SubjectSplitOptions {
  /** People to test on. Default: the nine of UCI-HAR's official test set. */
  test?: number[];
  /** How many of the other people to validate on; none with 0. Default: 3. */
  validation?: number;
  /** People whose windows are in no part. Default: nobody. */
  leftOut?: number[];
  /** Default: 1. */
  seed?: number;
}

/**
 * Splits windows by person: nobody is in two parts. The people to validate on are drawn from the training people.
 *
 * Throws if it is not known whose windows they are, or if a part that should have windows would be empty.
 */
export function subjectSplit(frame: DataFrame, options: SubjectSplitOptions = {}): Split {
  const { test = testSubjects, validation = articleSettings.validationSubjects, leftOut = [], seed = 1 } = options;
  const subjects = subjectsOf(frame);
  const others = peopleOf(frame, [...test, ...leftOut]);
  const validationSubjects = shuffler(seedrandom(`subject split ${seed}`))(others).slice(0, validation);
  const parts = { train: [], validation: [], test: [] } as Record<keyof Split, number[]>;
  for (const [row, subject] of subjects.entries()) {
    if (leftOut.includes(subject)) continue;
    if (test.includes(subject)) parts.test.push(row);
    else if (validationSubjects.includes(subject)) parts.validation.push(row);
    else parts.train.push(row);
  }
  for (const [name, rows] of Object.entries(parts)) {
    if (rows.length === 0 && !(name === "validation" && validation === 0)) {
      throw new Error(`The split by subject leaves no windows for ${name}: choose other people.`);
    }
  }
  return sorted(parts);
}

/**
 * Keeps the training windows of some people, drawn by the seed, and all other windows as they are. Throws one sentence
 * if there are fewer.
 */
function limitPeople(split: Split, frame: DataFrame, { trainingPeople, seed = 1 }: SplitOptions): Split {
  if (trainingPeople === undefined) return split;
  const subjects = subjectsOf(frame);
  const people = [...new Set(split.train.values().map((row) => subjects[row]))];
  if (trainingPeople > people.length) {
    throw new Error(`trainingPeople is ${trainingPeople}, and there are only ${people.length} to train on.`);
  }
  const drawn = new Set(shuffler(seedrandom(`training people ${seed}`))(people).slice(0, trainingPeople));
  return { ...split, train: split.train.filter((row) => drawn.has(subjects[row])) };
}

/**
 * Keeps some of the training windows, drawn by the seed, and all others as they are. Throws one sentence if there
 * are fewer.
 */
function limitWindows(split: Split, { trainingWindows, seed = 1 }: SplitOptions): Split {
  if (trainingWindows === undefined) return split;
  if (trainingWindows > split.train.length) {
    throw new Error(`trainingWindows is ${trainingWindows}, and there are only ${split.train.length} to train on.`);
  }
  const drawn = shuffler(seedrandom(`training windows ${seed}`))([...split.train]).slice(0, trainingWindows);
  return { ...split, train: Int32Array.from(drawn).sort() };
}

/** Into how many parts {@link developmentSplit} divides the training people. */
const developmentFolds = 3;

/**
 * Splits the windows of UCI-HAR's 21 training people by person; those of its nine test people are in no part. The
 * seeds 1, 2 and 3 test on a third of the people each, together on everybody once (three-fold cross-validation); 4, 5
 * and 6 on the same thirds again, and so on. Settings that are chosen by it have seen nothing of the test people.
 *
 * Throws as {@link subjectSplit} does.
 */
export function developmentSplit(
  frame: DataFrame,
  options: Pick<SubjectSplitOptions, "validation" | "seed"> = {},
): Split {
  const { seed = 1 } = options;
  const people = shuffler(seedrandom("development split"))(peopleOf(frame, testSubjects));
  const fold = ((seed - 1) % developmentFolds + developmentFolds) % developmentFolds;
  return subjectSplit(frame, { ...options, test: dealt(people, developmentFolds)[fold], leftOut: testSubjects });
}

/** Deals people into folds of sizes that differ by one at most. Throws one sentence if there are too few. */
function dealt(people: number[], folds: number): number[][] {
  if (!Number.isInteger(folds) || folds < 2 || folds > people.length) {
    throw new Error(`folds must be a whole number from 2 to the number of people, ${people.length}, and is ${folds}.`);
  }
  return Array.from({ length: folds }, (_, fold) => people.filter((_, i) => i % folds === fold));
}

/** Returns whose window each row is. Throws one sentence if that is not known. */
function subjectsOf(frame: DataFrame): number[] {
  if (frame.getColumn("subject").nullCount() === 0) return integers(frame, "subject");
  throw new Error(
    "These windows cannot be split by subject, since their archive has no subject files: use the random split or a whole archive.",
  );
}

/**
 * Returns the numbers of the people whose windows they are, in order, but for some. Throws one sentence if they are
 * unknown.
 */
function peopleOf(frame: DataFrame, leftOut: number[] = []): number[] {
  return [...new Set(subjectsOf(frame))].filter((person) => !leftOut.includes(person)).sort((a, b) => a - b);
}

/** Returns an integer column without nulls. */
function integers(frame: DataFrame, column: string): number[] {
  return frame.getColumn(column).toArray() as number[];
}

function sorted(parts: Record<keyof Split, number[]>): Split {
  const sort = (rows: number[]) => Int32Array.from(rows).sort();
  return { train: sort(parts.train), validation: sort(parts.validation), test: sort(parts.test) };
}
