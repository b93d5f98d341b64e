/**
 * How a network takes in the statistics of a person's own windows, without labels: not at all; those of the whole
 * recording; or of the windows so far, as a phone could while it records.
 */
export type Adaptation = "none" | "recording" | "stream";

/**
 * How the windows of a recording are read: each by itself; smoothed by what comes before and after; as the most probable
 * sequence altogether; or live, by what came before and a few windows after.
 */
export type Reading = "single" | "smoothed" | "path" | "live";

/** All ways to adapt. */
export const adaptations: Adaptation[] = ["none", "recording", "stream"];

/** All ways to read windows. */
export const readings: Reading[] = ["single", "smoothed", "path", "live"];
