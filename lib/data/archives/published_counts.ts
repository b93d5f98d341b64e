// @ts-types="npm:@types/d3-array@3.2.2"
import { sum } from "d3-array";
import { activities, activityCounts } from "../signals/activities.ts";

const [train, test] = [[1226, 1073, 986, 1286, 1374, 1407], [496, 471, 420, 491, 532, 537]];

/**
 * Windows of each activity in UCI-HAR as it was published, in the order of its labels: of its training people, of its
 * nine test people, and of all.
 */
export const uciHarWindows = { train, test, all: train.map((count, i) => count + test[i]) };

/**
 * Returns a sentence with the numbers if windows are not as many as were published, and undefined if they are.
 * `labels` are the activities, 1 to 6, of the train and of the test windows.
 */
export function countDifference(labels: { train: number[]; test: number[] }): string | undefined {
  const differences = (["train", "test"] as const).flatMap((part) => {
    const counts = activityCounts(labels[part]);
    const published = uciHarWindows[part];
    const list = activities.flatMap((name, i) =>
      counts[i] === published[i] ? [] : [`${name} ${counts[i]} of ${published[i]}`]
    );
    return list.length === 0 ? [] : [`${part} ${sum(counts)} of ${sum(published)} windows (${list.join(", ")})`];
  });
  if (differences.length === 0) return undefined;
  return `It is not the whole UCI-HAR, but has ${differences.join(" and ")}.`;
}

/** How many people took part in UCI-HAR and HAPT; they are numbered from 1. */
const people = 30;

/** The nine people of UCI-HAR's official test set; the other 21 are its training people. */
export const testSubjects = [2, 4, 9, 10, 12, 13, 18, 20, 24];

/** Throws one sentence if nobody of the published data has this number. */
export function checkPerson(place: string, person: number): void {
  if (!Number.isInteger(person) || person < 1 || person > people) {
    throw new Error(`${place}: person ${person} is not one of 1 to ${people}.`);
  }
}
