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
