// @ts-types="npm:@types/d3-array@3.2.2"
import { mean } from "d3-array";
import type { Axes, Recording } from "./recording.ts";

/** A direction as x, y and z; of length 1. */
export type Direction = [x: number, y: number, z: number];

/** Where the phone's x axis points to in the experiment, worn upright at the waist. */
const up: Direction = [1, 0, 0];

/** Returns the direction of the mean of an acceleration with gravity: upwards, as a phone at rest measures it. */
export function gravityDirection(acceleration: Axes): Direction {
  const means = acceleration.map((axis) => mean(axis)!);
  const length = Math.hypot(...means);
  return means.map((value) => value / length) as Direction;
}

/** Returns the angle between a direction and the x axis, on which gravity lies in the experiment, in degrees. */
export function angleToExperiment(direction: Direction): number {
  return Math.acos(Math.min(1, Math.max(-1, direction[0]))) * 180 / Math.PI;
}

/**
 * Turns a recording by the shortest way, so that its mean gravity lies along x as in the experiment. The turn about
 * that axis stays unknown.
 */
export function orient<T extends Pick<Recording, "acceleration" | "rotation">>(recording: T): T {
  const rows = rotationBetween(gravityDirection(recording.acceleration), up);
  const turned = ([x, y, z]: Axes) =>
    rows.map(([a, b, c]) => x.map((value, i) => a * value + b * y[i] + c * z[i])) as Axes;
  return { ...recording, acceleration: turned(recording.acceleration), rotation: turned(recording.rotation) };
}

/** Returns the rows of the matrix that turns one direction into another (Rodrigues' formula). */
function rotationBetween([a, b, c]: Direction, [d, e, f]: Direction): Direction[] {
  const cosine = a * d + b * e + c * f;
  // Opposite directions have no shortest way: half a turn about z takes x to -x.
  if (cosine < -1 + 1e-9) return [[-1, 0, 0], [0, -1, 0], [0, 0, 1]];
  const [x, y, z] = [b * f - c * e, c * d - a * f, a * e - b * d];
  const factor = 1 / (1 + cosine);
  return [
    [1 - factor * (y * y + z * z), -z + factor * x * y, y + factor * x * z],
    [z + factor * x * y, 1 - factor * (x * x + z * z), -x + factor * y * z],
    [-y + factor * x * z, x + factor * y * z, 1 - factor * (x * x + y * y)],
  ];
}
