// @ts-types="npm:@types/d3-dsv@3.0.7"
import { dsvFormat } from "d3-dsv";
import { decimal } from "../signals/decimal.ts";

/** A text with a header and columns of numbers. */
export interface SensorTable {
  /** Where it lies, for errors. */
  place: string;
  titles: string[];
  columns: Float64Array[];
}

/**
 * Reads a text with a header and numbers in columns, with commas, semicolons or tabs between them; with semicolons or
 * tabs numbers may have a comma for their point, then all of them. Lines behind the last whole one, which a phone may
 * have cut off, are an error as well as any other that is not all numbers; columns without a title are left out.
 */
export function readSensorTable(place: string, text: Uint8Array): SensorTable {
  const whole = new TextDecoder().decode(text).trimEnd();
  const header = whole.split(/\r?\n/, 1)[0].trim();
  if (whole === "") throw new Error(`${place} is empty.`);
  if (!/[a-z]/i.test(header.replaceAll(/\d+(\.\d+)?e[+-]?\d+/gi, ""))) {
    throw new Error(`${place} has no header: its first line must name the columns, with their units.`);
  }
  const separator = ["\t", ";", ","].find((separator) => header.includes(separator)) ?? ",";
  const [first, ...rows] = dsvFormat(separator).parseRows(whole);
  const titles = first.map((title) => title.trim());
  if (rows.length === 0) throw new Error(`${place} has a header and no numbers.`);
  const point = separator === "," ? "." : whole.slice(header.length).match(/\d([.,])\d/)?.[1];
  const named = [...titles.keys()].filter((index) => titles[index] !== "");
  const width = named.at(-1)! + 1;
  const columns = named.map(() => new Float64Array(rows.length));
  for (const [row, texts] of rows.entries()) {
    const values = texts.findLastIndex((text) => text.trim() !== "") + 1;
    if (values > width) {
      throw new Error(`${place} is not a table: line ${row + 2} has ${values} values, and the first ${width}.`);
    }
    for (const [column, index] of named.entries()) {
      const value = number(texts[index], point);
      if (!Number.isFinite(value)) {
        throw new Error(
          `${place}, line ${row + 2}: "${texts[index] ?? ""}" in the column ${titles[index]} is not a number.`,
        );
      }
      columns[column][row] = value;
    }
  }
  return { place, titles: named.map((index) => titles[index]), columns };
}

/** Reads a number with its decimal point; NaN if the text is none. */
function number(text: string | undefined, point: string | undefined): number {
  const plain = text?.trim() ?? "";
  if (point !== ",") return decimal(plain);
  return decimal(plain.includes(".") ? "" : plain.replace(/^([+-]?\d+),(\d+)/, "$1.$2"));
}
