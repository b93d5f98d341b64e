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

/**
 * Parses text of `width` decimal numbers a line, see {@link decimal}, with any number of blanks between them, and
 * returns them line after line, as `Float32Array` or `Float64Array`. `place` names the text in errors. Blank lines at
 * the end mean nothing; elsewhere something is missing.
 *
 * Throws one sentence if a line has more or fewer numbers, or what stands there is not a decimal number that fits into
 * 32 bits. Polars reads lines of a fixed separator only.
 */
export function parseNumbers<T extends Float32Array | Float64Array>(
  place: string,
  text: Uint8Array,
  width: number,
  numbers: new (length: number) => T,
): T {
  // Blanks are spaces, tabs and line ends; a byte order mark at the beginning is not decoded.
  const lines = new TextDecoder().decode(text).split("\n");
  while (lines.length > 0 && /^[ \t\r]*$/.test(lines.at(-1)!)) lines.pop();
  if (lines.length === 0) throw new Error(`${place} is empty.`);
  const values = new numbers(lines.length * width);
  for (const [row, line] of lines.entries()) {
    const words = line.match(/[^ \t\r]+/g) ?? [];
    const where = `${place}, line ${row + 1}`;
    for (const [column, word] of words.entries()) {
      const value = decimal(word);
      if (!Number.isFinite(value)) {
        const shown = JSON.stringify(word.length > 20 ? `${word.slice(0, 20)}…` : word);
        const why = Number.isNaN(value) ? "is not a finite number" : "is too large for a number of 32 bits";
        throw new Error(`${where}: value ${column + 1}, ${shown}, ${why}.`);
      }
      values[row * width + column] = value;
    }
    if (words.length !== width) {
      throw new Error(`${where}: there are ${words.length} values, and there must be ${width}.`);
    }
  }
  return values;
}

/** Reads a text of numbers, a row a line, into its columns. Throws as {@link parseNumbers} does. */
export function readColumns(place: string, text: Uint8Array, columns: number): Float64Array[] {
  const numbers = parseNumbers(place, text, columns, Float64Array);
  return Array.from({ length: columns }, (_, column) => {
    const values = new Float64Array(numbers.length / columns);
    for (let row = 0; row < values.length; row++) values[row] = numbers[row * columns + column];
    return values;
  });
}
