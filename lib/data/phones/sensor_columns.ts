/** What a phone's sensors measure. `"acceleration"` is with gravity, `"linear acceleration"` without. */
export type Quantity = "time" | "acceleration" | "linear acceleration" | "gravity" | "rotation";

/** What a column of a table holds. */
export interface SensorColumn {
  quantity: Quantity;
  /** 0 to 2 for x, y and z; of time, 0, or 1 if another column of time is to be preferred. */
  axis: number;
  /** As the title has it, such as `"m/s^2"`; undefined if it has none. */
  unit?: string;
  /** Whether the acceleration has Apple's signs: a phone at rest on its back has -1 g along z. */
  apple?: boolean;
  /** Whether the phone gives the sensor better, without its bias, elsewhere. */
  uncalibrated?: boolean;
}

/** How a quantity is called in a title or, where titles are x, y and z alone, in the name of a file. */
const names: [RegExp, Quantity][] = [
  [/gyro|angular|rotation ?rate/, "rotation"],
  [/linear|without ?g|user ?acc/, "linear acceleration"],
  [/acc\w*? ?(including|with) ?gravity/, "acceleration"],
  [/gravity/, "gravity"],
  [/acc(?!ura)|g-?force|^a[xyz]$/, "acceleration"],
];

/** Titles of Physics Toolbox Suite, which name no unit. */
const physicsToolbox: [RegExp, Quantity, string][] = [
  [/^gf[xyz]$/, "acceleration", "g"],
  [/^w[xyz]$/, "rotation", "rad/s"],
];

/** What names a time, and what names it as one that began with the recording or the phone. */
const time =
  /^(times?|timestamps?|t|sensor ?time|elapsed|logging ?time|date ?time|epoch|milliseconds?|seconds_elapsed)(?![a-z])|^(accelerometer|gyro|motion)timestamp_sincereboot$/;
const since = /elapsed|since|^milliseconds?$/;

/**
 * Tells what the columns of a table hold, by their titles and the name of its file, as AndroSensor, Phyphox, Physics
 * Toolbox Suite, Sensor Logger and SensorLog write them, or anybody who names sensor, axis and unit; on an iPhone if
 * `onApple`. Undefined are those of no use.
 */
export function sensorColumns(
  file: string,
  titles: string[],
  { onApple = false }: { onApple?: boolean } = {},
): (SensorColumn | undefined)[] {
  const plain = titles.map((title) => title.replace(/[([][^)\]]*[)\]]\s*$/, "").trim().toLowerCase());
  // Its older versions have no seconds, but the axes in the same order, which nobody else has.
  const sensorLogger = plain.includes("seconds_elapsed") || plain.slice(-3).join() === "z,y,x";
  const physics = plain.some((name) => /^gf[xyz]$/.test(name));
  const sensorLog = plain.some((name) => name.startsWith("loggingtime"));
  return titles.map((title, column) => {
    const name = plain[column];
    const unit = title.match(/[([]([^)\]]+)[)\]]\s*$/)?.[1].trim() ?? name.match(/\bin (ms|s|ns|us)$/)?.[1] ??
      (/^milliseconds?$/.test(name) ? "ms" : undefined);
    if (time.test(name)) {
      return { quantity: "time", axis: since.test(name) ? 0 : 1, unit: name === "seconds_elapsed" ? "s" : unit };
    }
    const axis = "xyz".indexOf(name.at(-1) ?? "");
    if (axis < 0) return undefined;
    if (sensorLogger) {
      const known = ofSensorLogger(file.toLowerCase(), name, axis, unit);
      return known && { ...known, apple: onApple };
    }
    const known = physicsToolbox.find(([pattern]) => pattern.test(name));
    if (known) return { quantity: known[1], axis, unit: unit ?? known[2] };
    // Beside its force meter Physics Toolbox' a is the linear acceleration.
    if (physics && /^a[xyz]$/.test(name)) return { quantity: "linear acceleration", axis, unit: unit ?? "m/s2" };
    const quantity = quantityOf(name.length === 1 ? file.toLowerCase() : name);
    return quantity && { quantity, axis, unit, apple: sensorLog };
  });
}

/**
 * Sensor Logger's accelerometer is without gravity, whatever its titles are, which may be x, y and z alone; but what it
 * calls total or uncalibrated is with it, the latter in g on an iPhone. A watch moves otherwise than the phone.
 */
function ofSensorLogger(file: string, name: string, axis: number, unit?: string): SensorColumn | undefined {
  if (/^(watch|wrist|headphone)/.test(file)) return undefined;
  const sensor = name.length === 1 ? file : name;
  const quantity = quantityOf(sensor);
  const uncalibrated = /uncalibrated/.test(sensor);
  if (quantity === "rotation") return { quantity, axis, unit: unit ?? "rad/s", uncalibrated };
  if (quantity !== "acceleration") return quantity && { quantity, axis, unit: unit ?? "m/s2" };
  if (uncalibrated) return { quantity, axis, unit, uncalibrated };
  const total = /^total/.test(sensor) || /^total/.test(file);
  return { quantity: total ? "acceleration" : "linear acceleration", axis, unit: unit ?? "m/s2" };
}

function quantityOf(name: string): Quantity | undefined {
  return names.find(([pattern]) => pattern.test(name))?.[1];
}
