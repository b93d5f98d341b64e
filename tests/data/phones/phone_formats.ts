import type { Recording } from "../../../lib/data/signals/recording.ts";
import { inFolder } from "../../support/in_folder.ts";

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

/** The same by other apps and versions: with files and columns that are not needed, other signs, and other times. */
export const moreFormats: Record<string, (rows: number[][]) => Files> = {
  "Sensor Logger with its older titles": (rows) => {
    const titles = (sensor: string, unit: string) =>
      ["time", "seconds_elapsed", ..."ZYX".split("").map((axis) => `${sensor} ${axis} (${unit})`)].join(",");
    const stamped = (values: (row: number[]) => number[]) =>
      rows.map((row) => [`${Math.round(1.6e9 + row[0])}000000000`, row[0], ...values(row).reverse()]);
    return {
      "Accelerometer.csv": csv(titles("ACCELEROMETER", "m/s²"), stamped(([, x, y, z]) => ms2([x - 1, y, z]))),
      "Annotation.csv": "",
      "Gravity.csv": csv(titles("GRAVITY", "m/s²"), stamped(() => ms2([1, 0, 0]))),
      "Gyroscope.csv": csv(titles("GYROSCOPE", "rad/s"), stamped(([, , , , ...turning]) => turning)),
      "Orientation.csv": "",
    };
  },
  "Sensor Logger on an iPhone, years ago": (rows) => {
    const stamped = (values: (row: number[]) => number[]) =>
      rows.map((row) => [`16${String(Math.round(1e9 * (row[0] + 1))).padStart(17, "0")}`, ...values(row).reverse()]);
    return {
      "Accelerometer.csv": csv("time,z,y,x", stamped(([, x, y, z]) => ms2([1 - x, -y, -z]))),
      "Gravity.csv": csv("time,z,y,x", stamped(() => ms2([-1, 0, 0]))),
      "Gyroscope.csv": csv("time,z,y,x", stamped(([, , , , ...turning]) => turning)),
      "Metadata.csv": "version,device name,recording time,platform\n2,iPhone,2021-00-12_21-15-35,ios\n",
      "WristMotion.csv": "time,seconds_elapsed,rotationRateX,rotationRateY,rotationRateZ\n1,1,9,9,9\n",
    };
  },
  "Sensor Logger without calibration, on an iPhone": (rows) => {
    const stamped = (values: (row: number[]) => number[]) =>
      rows.map((row) => [`${Math.round(1.7e9 + row[0])}000000000`, row[0], ...values(row).reverse()]);
    return {
      "AccelerometerUncalibrated.csv": csv("time,seconds_elapsed,z,y,x", stamped(([, x, y, z]) => [-x, -y, -z])),
      "GyroscopeUncalibrated.csv": csv("time,seconds_elapsed,z,y,x", stamped(([, , , , ...turning]) => turning)),
      "Metadata.csv": "version,device name,platform,standardisation\n3,iPhone,ios,false\n",
    };
  },
  "Sensor Record": (rows) => {
    const stamped = (values: (row: number[]) => number[]) =>
      rows.map((row) => ["2026-11-26 10:10:10", 1000 * row[0] + 5, ...values(row)]);
    return {
      "Accelerometer.csv": csv("Timestamp,Milliseconds,X,Y,Z", stamped(([, ...v]) => ms2(v.slice(0, 3)))),
      "Gravity.csv": csv("Timestamp,Milliseconds,X,Y,Z", stamped(() => ms2([1, 0, 0]))),
      "Gyroscope.csv": csv("Timestamp,Milliseconds,X,Y,Z", stamped(([, ...v]) => v.slice(3))),
    };
  },
  "AndroSensor": (rows) => ({
    "Sensor_record_20261126_101010_AndroSensor.csv": csv(
      "ACCELEROMETER X (m/s²);ACCELEROMETER Y (m/s²);ACCELEROMETER Z (m/s²);GRAVITY X (m/s²);GRAVITY Y (m/s²);" +
        "GRAVITY Z (m/s²);LINEAR ACCELERATION X (m/s²);LINEAR ACCELERATION Y (m/s²);LINEAR ACCELERATION Z (m/s²);" +
        "GYROSCOPE X (rad/s);GYROSCOPE Y (rad/s);GYROSCOPE Z (rad/s);LIGHT (lux);LOCATION Altitude ( m);" +
        "Time since start in ms ;YYYY-MO-DD HH-MI-SS_SSS",
      rows.map(([t, x, y, z, ...turning]) => [
        ...ms2([x, y, z, 1, 0, 0, x - 1, y, z]),
        ...turning,
        12,
        "NaN",
        1000 * t + 50,
        "2026-11-26 10-10-10_123",
      ]),
      ";",
    ),
  }),
  "SensorLog for iOS": (rows) => ({
    "2026-11-26_10_10_10_my_iPhone.csv": csv(
      "loggingTime(txt),loggingSample(N),locationHorizontalAccuracy(m),accelerometerTimestamp_sinceReboot(s)," +
        "accelerometerAccelerationX(G),accelerometerAccelerationY(G),accelerometerAccelerationZ(G)," +
        "gyroRotationX(rad/s),gyroRotationY(rad/s),gyroRotationZ(rad/s)," +
        "motionUserAccelerationX(G),motionUserAccelerationY(G),motionUserAccelerationZ(G)," +
        "motionRotationRateX(rad/s),motionRotationRateY(rad/s),motionRotationRateZ(rad/s)," +
        "motionGravityX(G),motionGravityY(G),motionGravityZ(G),activity(txt)",
      rows.map(([t, x, y, z, ...turning], i) => [
        new Date(1.7e12 + 1000 * t).toISOString().replace("T", " ").replace("Z", " +0000"),
        i,
        "",
        1000 + t,
        -x,
        -y,
        -z,
        ...turning,
        1 - x,
        -y,
        -z,
        ...turning,
        -1,
        0,
        0,
        "walking",
      ]),
    ),
  }),
  "titles without a sensor, times as texts": (rows) => {
    const moment = (second: number) =>
      new Date(1.7e12 + 1000 * second).toISOString().replace("T", " ").replace("Z", "");
    return {
      "Accelerometer.csv": csv("timestamps,x,y,z", rows.map(([t, ...v]) => [moment(t), ...ms2(v.slice(0, 3))])),
      "Gyroscope.csv": csv("timestamps,x,y,z", rows.map(([t, ...v]) => [moment(t), ...v.slice(3)])),
      "labels.csv": "start,end,label\n2026,2027,walking\n",
    };
  },
  "times in nanoseconds since 1970": (rows) => ({
    "a.csv": csv(
      "timestamp,acc_x (m/s^2),acc_y (m/s^2),acc_z (m/s^2),gyro_x (rad/s),gyro_y (rad/s),gyro_z (rad/s)",
      rows.map((
        [t, ...v],
      ) => [`17${String(Math.round(1e9 * (t + 1))).padStart(17, "0")}`, ...ms2(v.slice(0, 3)), ...v.slice(3)]),
    ),
  }),
  "times in milliseconds since 1970": (rows) => ({
    "a.csv": csv(
      "timestamp,acc_x (m/s^2),acc_y (m/s^2),acc_z (m/s^2),gyro_x (rad/s),gyro_y (rad/s),gyro_z (rad/s)",
      rows.map(([t, ...v]) => [1.7e12 + Math.round(1000 * t), ...ms2(v.slice(0, 3)), ...v.slice(3)]),
    ),
  }),
};

/** Runs a test with a folder of files, which is removed afterwards. */
export function withFiles(files: Files, test: (folder: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    for (const [file, text] of Object.entries(files)) {
      await Deno.mkdir(`${folder}/${file}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${folder}/${file}`, text);
    }
    await test(folder);
  });
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
