import type { Recording } from "../../../lib/data/signals/recording.ts";

/** Recordings as phones write them. */

/** Text of files by their names. */
export type Files = Record<string, string>;

const gravity = 9.80665;

/** Returns a CSV file. */
export const csv = (header: string, lines: (number | string)[][], separator = ",") =>
  [header, ...lines.map((line) => line.join(separator))].join("\n") + "\n";
/** Returns accelerations in m/s², of those in g. */
export const ms2 = (values: number[]) => values.map((value) => value * gravity);

/** A movement that 50 samples a second show whole: acceleration in g with gravity on x, rotation in rad/s. */
export function movement(second: number): number[] {
  const wave = (size: number, hertz: number, shift: number) => size * Math.sin(2 * Math.PI * hertz * second + shift);
  const acceleration = [1 + wave(0.2, 1.7, 0), wave(0.3, 2.3, 1), 0.1 + wave(0.1, 4, 2)];
  return [...acceleration, wave(0.5, 1.1, 0), wave(0.8, 0.7, 1), wave(0.2, 3, 2)];
}

/** Rows of time and six numbers at 100 Hz, whose time stamps jitter by up to 2 ms. */
export function rows({ from = 0, to = 10, rate = 100 } = {}): number[][] {
  return Array.from({ length: Math.round((to - from) * rate) }, (_, i) => {
    const second = from + i / rate + 0.002 * Math.sin(17 * i);
    return [second, ...movement(second)];
  });
}

/** Writes rows of time in s, acceleration in g and rotation in rad/s as an app does. */
export const formats: Record<string, (rows: number[][]) => Files> = {
  "Phyphox": (rows) => ({
    "Accelerometer.csv": csv(
      '"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"',
      rows.map(([t, ...v]) => [t, ...ms2(v.slice(0, 3))]),
    ),
    "Gyroscope.csv": csv(
      '"Time (s)","Gyroscope x (rad/s)","Gyroscope y (rad/s)","Gyroscope z (rad/s)"',
      rows.map(([t, ...v]) => [t, ...v.slice(3)]),
    ),
    "meta/device.csv": "property,value\ndeviceModel,phone\n",
  }),
  "Phyphox with semicolons and decimal commas": (rows) => {
    const comma = (values: number[]) => values.map((value) => value.toExponential(9).replace(".", ","));
    return {
      "Raw Data.csv": csv(
        '"Time (s)";"Acceleration x (m/s^2)";"Acceleration y (m/s^2)";"Acceleration z (m/s^2)"',
        rows.map(([t, ...v]) => comma([t, ...ms2(v.slice(0, 3))])),
        ";",
      ),
      "Gyroscope.csv": csv(
        '"Time (s)";"Gyroscope x (rad/s)";"Gyroscope y (rad/s)";"Gyroscope z (rad/s)"',
        rows.map(([t, ...v]) => comma([t, ...v.slice(3)])),
        ";",
      ),
    };
  },
  "Sensor Logger": (rows) => {
    const stamped = (values: (row: number[]) => number[]) =>
      rows.map((row) => [`${Math.round(1.7e9 + row[0])}000000000`, row[0], ...values(row).reverse()]);
    return {
      "Accelerometer.csv": csv("time,seconds_elapsed,z,y,x", stamped(([, x, y, z]) => ms2([x - 1, y, z]))),
      "Gravity.csv": csv("time,seconds_elapsed,z,y,x", stamped(() => ms2([1, 0, 0]))),
      "Gyroscope.csv": csv("time,seconds_elapsed,z,y,x", stamped(([, , , , ...turning]) => turning)),
      "Metadata.csv": "version,device name\n3,phone\n",
    };
  },
  "Physics Toolbox": (rows) => ({
    "2026-11-26.csv": csv(
      "time,gFx,gFy,gFz,ax,ay,az,wx,wy,wz,",
      rows.map(([t, x, y, z, ...turning]) => [t, x, y, z, ...ms2([x - 1, y, z]), ...turning, ""]),
    ),
  }),
  "any CSV with units": (rows) => ({
    "walk.csv": csv(
      "Timestamp (ms)\tacc_x [m/s²]\tacc_y [m/s²]\tacc_z [m/s²]\tgyro_x [°/s]\tgyro_y [°/s]\tgyro_z [°/s]",
      rows.map(([t, ...v]) => [1000 * t, ...ms2(v.slice(0, 3)), ...v.slice(3).map((w) => w * 180 / Math.PI)]),
      "\t",
    ),
  }),
};

/** Writes files to a folder that is there while it is used. */
export async function inFolder(files: Files, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [file, text] of Object.entries(files)) {
      await Deno.mkdir(`${folder}/${file}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${folder}/${file}`, text);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Returns the first samples of a recording as another phone would have measured them: 100 times a second at times that
 * jitter by 1 ms. Rows of time in s, acceleration in g and rotation in rad/s.
 */
export function atTwiceTheRate(
  { acceleration, rotation }: Pick<Recording, "acceleration" | "rotation">,
  samples: number,
) {
  const axes = [...acceleration, ...rotation];
  return Array.from({ length: 2 * samples - 2 }, (_, i) => {
    const sample = Math.max(0, i / 2 + 0.05 * Math.sin(13 * i));
    const before = Math.floor(sample);
    const value = (axis: Float64Array) => axis[before] + (sample - before) * (axis[before + 1] - axis[before]);
    return [sample / 50, ...axes.map(value)];
  });
}
