/**
 * How a network takes in the statistics of a person's own windows, without labels: not at all; those of the whole
 * recording; or of the windows so far, as a phone could while it records.
 */
export const adaptations = ["none", "recording", "stream"] as const;
/** Name of a way to adapt. */
export type Adaptation = typeof adaptations[number];

/**
 * How the windows of a recording are read: each by itself; smoothed by what comes before and after; as the most probable
 * sequence altogether; or live, by what came before and a few windows after.
 */
export const readings = ["single", "smoothed", "path", "live"] as const;
/** Name of a way to read windows. */
export type Reading = typeof readings[number];
