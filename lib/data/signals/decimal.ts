/**
 * Reads a decimal number such as `-1.5e-003`, the one way in which all readers of files read one. Returns NaN if the text
 * is anything else, such as a hexadecimal number or nothing, and an infinity if it does not fit into 32 bits.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(["-1.5e-003", "0x10", "", "1e300"].map(decimal), [-0.0015, NaN, NaN, Infinity]);
 * ```
 */
export function decimal(text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return NaN;
  const value = Number(text);
  return Number.isFinite(Math.fround(value)) ? value : Math.sign(value) * Infinity;
}
