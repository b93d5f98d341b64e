import { Buffer } from "node:buffer";
import pl from "nodejs-polars";
import type { DataFrame } from "../signals/data_frame.ts";

/**
 * Reads a text of numbers, a row a line with one blank between them, into its columns. Throws one sentence, with the
 * place that it is given, if the text is empty or a line has not as many numbers.
 */
export function readColumns(place: string, text: Uint8Array, columns: number): Float64Array[] {
  if (text.length === 0) throw new Error(`${place} is empty.`);
  const schema = Object.fromEntries(Array.from({ length: columns }, (_, i) => [`column_${i + 1}`, pl.Float64]));
  let frame: DataFrame;
  try {
    frame = pl.readCSV(Buffer.from(text.buffer, text.byteOffset, text.length), { hasHeader: false, sep: " ", schema });
  } catch (error) {
    throw new Error(`${place} must have ${columns} numbers a line: ${(error as Error).message.split("\n")[0]}.`);
  }
  return frame.columns.map((name) => {
    const column = frame.getColumn(name);
    const bad = column.toArray().findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new Error(`${place}, line ${bad + 1}: there must be ${columns} numbers.`);
    return column.toTypedArray() as Float64Array;
  });
}
