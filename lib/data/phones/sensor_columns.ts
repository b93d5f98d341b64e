/** What a phone's sensors measure. `"acceleration"` is with gravity, `"linear acceleration"` without. */
export type Quantity = "time" | "acceleration" | "linear acceleration" | "gravity" | "rotation";

/** What a column of a table holds. */
export interface SensorColumn {
  quantity: Quantity;
  /** 0 to 2 for x, y and z; of time, 0. */
  axis: number;
  /** As the title has it, such as `"m/s^2"`; undefined if it has none. */
  unit?: string;
}

/** How a quantity is called in a title or, where titles are x, y and z alone, in the name of a file. */
const names: [RegExp, Quantity][] = [
  [/gyro|angular|rotation ?rate/, "rotation"],
  [/linear|without ?g|user ?acc/, "linear acceleration"],
  [/gravity/, "gravity"],
  [/acc|g-?force|^a[xyz]$/, "acceleration"],
];

/** Titles of Physics Toolbox Suite, which name no unit. */
const physicsToolbox: [RegExp, Quantity, string][] = [
  [/^gf[xyz]$/, "acceleration", "g"],
  [/^w[xyz]$/, "rotation", "rad/s"],
];

/**
 * Tells what the columns of a table hold, by their titles and the name of its file, as Phyphox, Sensor Logger and
 * Physics Toolbox Suite write them, or anybody who names sensor, axis and unit. Undefined are those of no use.
 */
export function sensorColumns(file: string, titles: string[]): (SensorColumn | undefined)[] {
  const hasElapsed = titles.includes("seconds_elapsed");
  const hasForce = titles.some((title) => /^gf[xyz]$/i.test(title));
  return titles.map((title) => {
    const unit = title.match(/[([]([^)\]]+)[)\]]\s*$/)?.[1].trim();
    const name = title.replace(/[([][^)\]]*[)\]]\s*$/, "").trim().toLowerCase();
    // Sensor Logger has nanoseconds since 1970 beside the seconds since the start.
    if (name === "seconds_elapsed") return { quantity: "time", axis: 0, unit: "s" };
    if (/^(time|timestamp|t|sensor time|elapsed)\b/.test(name)) {
      return hasElapsed ? undefined : { quantity: "time", axis: 0, unit };
    }
    const axis = "xyz".indexOf(name.at(-1) ?? "");
    if (axis < 0) return undefined;
    if (hasElapsed && name.length === 1) return sensorLogger(file, axis);
    const known = physicsToolbox.find(([pattern]) => pattern.test(name));
    if (known) return { quantity: known[1], axis, unit: unit ?? known[2] };
    // Beside its force meter Physics Toolbox' a is the linear acceleration.
    if (hasForce && /^a[xyz]$/.test(name)) return { quantity: "linear acceleration", axis, unit: unit ?? "m/s2" };
    const text = name.length === 1 ? file.toLowerCase() : name;
    const quantity = names.find(([pattern]) => pattern.test(text))?.[1];
    return quantity && { quantity, axis, unit };
  });
}

/** Sensor Logger's columns are x, y and z alone; its accelerometer is without gravity. */
function sensorLogger(file: string, axis: number): SensorColumn | undefined {
  const name = file.toLowerCase().replace(/\.csv$/, "");
  if (name === "gyroscope") return { quantity: "rotation", axis, unit: "rad/s" };
  if (name === "gravity") return { quantity: "gravity", axis, unit: "m/s2" };
  if (name === "accelerometer") return { quantity: "linear acceleration", axis, unit: "m/s2" };
  if (name === "totalacceleration") return { quantity: "acceleration", axis, unit: "m/s2" };
  return undefined;
}
