/** The nine signals of a window, in the order of the sensor axis. */
export const signals = [
  "body_acc_x",
  "body_acc_y",
  "body_acc_z",
  "body_gyro_x",
  "body_gyro_y",
  "body_gyro_z",
  "total_acc_x",
  "total_acc_y",
  "total_acc_z",
] as const;

/** The name of one of the nine signals. */
export type Signal = typeof signals[number];

/** Samples per second of all signals. */
export const sampleRate = 50;

/** Returns the unit of a signal. */
export function unit(signal: Signal): "g" | "rad/s" {
  return signal.startsWith("body_gyro") ? "rad/s" : "g";
}
