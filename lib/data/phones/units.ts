import type { Quantity } from "./sensor_columns.ts";

/** Standard gravity, m/s^2. */
const gravity = 9.80665;

const accelerations: Record<string, number> = { "g": 1, "m/s2": 1 / gravity };

/** What a number in a unit is worth in g, rad/s and s. */
const factors: Record<Quantity, Record<string, number>> = {
  "time": { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 },
  "acceleration": accelerations,
  "linear acceleration": accelerations,
  "gravity": accelerations,
  "rotation": { "rad/s": 1, "deg/s": Math.PI / 180 },
};

/** Units that somebody tells, whatever the titles name: by what numbers are multiplied. */
export type NamedUnits = Partial<Record<Quantity, number>>;

/**
 * Reads units such as `"m/s2,deg/s"`, of time, acceleration or rotation. Throws one sentence if a unit is not known.
 */
export function parseUnits(text: string): NamedUnits {
  const namedUnits: NamedUnits = {};
  for (const unit of text.split(",")) {
    const quantities = (Object.keys(factors) as Quantity[]).filter((quantity) =>
      factorOf(quantity, unit) !== undefined
    );
    if (quantities.length === 0) {
      const known = [...new Set(Object.values(factors).flatMap((table) => Object.keys(table)))];
      throw new Error(`--units knows ${known.join(", ")}, and not "${unit.trim()}".`);
    }
    for (const quantity of quantities) namedUnits[quantity] = factorOf(quantity, unit);
  }
  return namedUnits;
}

/** Returns by what numbers in a unit are multiplied to be in g, rad/s or s; undefined if it is no unit of the quantity. */
export function factorOf(quantity: Quantity, unit: string): number | undefined {
  const name = unit.trim().toLowerCase().replaceAll(/[\s^*]/g, "").replaceAll("²", "2").replaceAll(/[µμ]/g, "u")
    .replace(/^(°|degrees?|deg)(\/s|persecond)$/, "deg/s").replace(/^rad(ians?)?(\/s|persecond)$/, "rad/s")
    .replace(/^m\/s\/s$/, "m/s2").replace(/^(seconds?|sec)$/, "s").replace(/^(milliseconds?|msec)$/, "ms");
  const table = factors[quantity];
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
