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

/** The names that the article prints for the same six classes, in the same order (article, section 4). */
export const articleActivities = ["Walking", "Jogging", "Sitting", "Standing", "Upstairs", "Downstairs"] as const;
