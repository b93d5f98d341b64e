/** Three axes of a sensor. */
export type Axes = [x: Float64Array, y: Float64Array, z: Float64Array];

/** What one person's phone recorded in one experiment. */
export interface Recording {
  experiment: number;
  subject: number;
  /** In g, gravity included. */
  acceleration: Axes;
  /** In rad/s. */
  rotation: Axes;
}

/** A stretch of a recording in which one activity went on. */
export interface Segment {
  experiment: number;
  activity: number;
  /** First and last sample, counted from 0, both inside. */
  first: number;
  last: number;
}
