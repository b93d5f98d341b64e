import { parseNumbers } from "./parse_numbers.ts";

/** Reads a text of numbers, a row a line, into its columns. Throws as {@link parseNumbers} does. */
export function readColumns(place: string, text: Uint8Array, columns: number): Float64Array[] {
  const numbers = parseNumbers(place, text, columns, Float64Array);
  return Array.from({ length: columns }, (_, column) => {
    const values = new Float64Array(numbers.length / columns);
    for (let row = 0; row < values.length; row++) values[row] = numbers[row * columns + column];
    return values;
  });
}
