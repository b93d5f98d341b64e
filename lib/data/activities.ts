/** The six activities of UCI-HAR in the order of its labels, 1 to 6. */
export const activities = [
  "walking",
  "walking upstairs",
  "walking downstairs",
  "sitting",
  "standing",
  "laying",
] as const;

/** The names that the article prints for the same six classes, in the same order (article, section 4). */
export const articleActivities = ["Walking", "Jogging", "Sitting", "Standing", "Upstairs", "Downstairs"] as const;
