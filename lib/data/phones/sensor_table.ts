import { Buffer } from "node:buffer";
import pl from "nodejs-polars";

/** A text with a header and columns of numbers. */
export interface SensorTable {
  /** Where it lies, for errors. */
  place: string;
  titles: string[];
  columns: Float64Array[];
}

/**
 * Reads a text with a header and numbers in columns, with commas, semicolons or tabs between them; with semicolons or
 * tabs numbers may have a comma for their point. Lines behind the last whole one, which a phone may have cut off, are an
 * error as well as any other that is not all numbers; columns without a title are left out.
 */
export function readSensorTable(place: string, text: Uint8Array): SensorTable {
  const whole = new TextDecoder().decode(text).trimEnd();
  const header = whole.split(/\r?\n/, 1)[0];
  if (whole === "") throw new Error(`${place} is empty.`);
  if (!/[a-z]/i.test(header.replaceAll(/\d+(\.\d+)?e[+-]?\d+/gi, ""))) {
    throw new Error(`${place} has no header: its first line must name the columns, with their units.`);
  }
  const sep = ["\t", ";", ","].find((separator) => header.includes(separator)) ?? ",";
  const points = sep === "," ? whole : whole.replaceAll(/(\d),(\d)/g, "$1.$2");
  const titles = header.split(sep).map((title) => title.trim().replaceAll('"', ""));
  const names = titles.map((_, index) => `column_${index}`);
  const schema = Object.fromEntries(names.map((name) => [name, pl.Utf8]));
  let frame;
  try {
    frame = pl.readCSV(Buffer.from(points), { hasHeader: true, sep, schema, truncateRaggedLines: false });
  } catch (error) {
    throw new Error(`${place} is not a table: ${(error as Error).message.split("\n")[0]}.`);
  }
  if (frame.height === 0) throw new Error(`${place} has a header and no numbers.`);
  const named = names.filter((_, index) => titles[index] !== "");
  const columns = named.map((name) => {
    const texts = frame.getColumn(name).toArray() as (string | null)[];
    return Float64Array.from(texts, (text, row) => {
      const value = text === null || text.trim() === "" ? NaN : Number(text);
      if (Number.isFinite(value)) return value;
      const title = titles[names.indexOf(name)];
      throw new Error(`${place}, line ${row + 2}: "${text ?? ""}" in the column ${title} is not a number.`);
    });
  });
  return { place, titles: titles.filter((title) => title !== ""), columns };
}
