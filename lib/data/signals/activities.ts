/** The six activities of UCI-HAR in the order of its labels, 1 to 6. */
export const activities = [
  "walking",
  "walking upstairs",
  "walking downstairs",
  "sitting",
  "standing",
  "laying",
] as const;

/** HAPT's postural transitions in the order of its labels, 7 to 12. */
export const transitions = [
  "stand to sit",
  "sit to stand",
  "sit to lie",
  "lie to sit",
  "stand to lie",
  "lie to stand",
] as const;

/** What a person is up to, in the words of the {@link transitions}. */
export type Posture = "stand" | "sit" | "lie";

/** Returns the posture in which an activity is done; on the feet is `"stand"`. */
export function postureOf(activity: typeof activities[number]): Posture {
  return activity === "sitting" ? "sit" : activity === "laying" ? "lie" : "stand";
}

/** The answer for all of HAPT's transitions together. */
const movingBetweenPostures = "moving between postures";

/**
 * Returns what a network can answer: the six activities and, if it has seven answers, moving between postures. Throws one
 * sentence if no network here has so many answers.
 *
 * @param count How many answers a network has: 6 or 7.
 */
export function answersOf(count: number): string[] {
  if (count === activities.length) return [...activities];
  if (count === activities.length + 1) return [...activities, movingBetweenPostures];
  throw new Error(`A network of this project has 6 or 7 answers, and this one has ${count}.`);
}

/** Returns how many answers a network has, by what becomes of HAPT's transitions. */
export function answerCount(which: "none" | "one"): number {
  return activities.length + (which === "one" ? 1 : 0);
}

/**
 * Returns which of a network's answers, counted from 0, belongs to a label of HAPT, counted from 1; undefined if it has
 * none for it.
 */
export function answerOf(label: number, answers: number): number | undefined {
  if (answers === answerCount("one")) return Math.min(label, answers) - 1;
  return label <= answers ? label - 1 : undefined;
}

/** The names that the article prints for the same six classes, in the same order (article, section 4). */
export const articleActivities = ["Walking", "Jogging", "Sitting", "Standing", "Upstairs", "Downstairs"] as const;

/** Returns how many of some labels, 1 to 6, name each activity, in their order. */
export function activityCounts(labels: Iterable<number>): number[] {
  const counts = activities.map(() => 0);
  for (const label of labels) counts[label - 1]++;
  return counts;
}
