/**
 * How the windows of a recording are read: each by itself; smoothed by what comes before and after; as the most probable
 * sequence altogether; or live, by what came before and a few windows after.
 */
export type Reading = "single" | "smoothed" | "path" | "live";

/** All ways to read windows. */
export const readings: Reading[] = ["single", "smoothed", "path", "live"];
