// @ts-types="npm:@types/d3-dsv@3.0.7"
import { dsvFormat } from "d3-dsv";
import { decimal } from "../archives/parse_numbers.ts";

/** A text with a header, of whose columns those are read that are asked for. */
export interface SensorTable {
  /** Where it lies, for errors. */
  place: string;
  titles: string[];
  /** The cells below the titles, as texts. */
  rows: string[][];
  /** Number of the line below the titles. */
  line: number;
  /** What stands between whole numbers and their fractions. */
  point: "." | ",";
}

/** What apps write where a sensor has given nothing. */
const nothing = /^(nan|null|none|n\/a)?$/i;

/** A moment such as `2024-10-17 19:22:22.123 +0200`, or of a day, `19:22:22:123`; apps put various marks between. */
const moment =
  /^(?:(\d{4})[-/.](\d\d?)[-/.](\d\d?)[ T_])?(\d\d?)[:-](\d\d)[:-](\d\d)(?:[.,:_](\d+))?\s*(?:Z|UTC|([+-])(\d\d):?(\d\d))?$/;

/**
 * Takes a text with a header and columns apart, with commas, semicolons or tabs between them; with semicolons or tabs
 * numbers may have a comma for their point, then all of them. Throws one sentence if it is empty or has no header.
 */
export function openSensorTable(place: string, text: Uint8Array): SensorTable {
  const given = decoded(text).trimEnd();
  if (given === "") throw new Error(`${place} is empty.`);
  // Physics Toolbox begins with an empty line at times.
  const [above] = given.match(/^\s*[\r\n]|^/)!;
  const whole = given.slice(above.length);
  const header = whole.split(/[\r\n]/, 1)[0].trim();
  if (!/[a-z]/i.test(header.replaceAll(/\d+(\.\d+)?e[+-]?\d+/gi, ""))) {
    throw new Error(`${place} has no header: its first line must name the columns, with their units.`);
  }
  const separator = ["\t", ";", ","].find((separator) => header.includes(separator)) ?? ",";
  const [first, ...rows] = dsvFormat(separator).parseRows(whole);
  const broken = separator === ","
    ? undefined
    : rows.flat().find((text) => /^\s*[-+\u2212]?\d+[.,]\d+(e[-+]?\d+)?\s*$/i.test(text));
  const comma = broken?.includes(",") ?? false;
  const line = above.split(/\r\n|\r|\n/).length + 1;
  return { place, titles: first.map((title) => title.trim()), rows, line, point: comma ? "," : "." };
}

/**
 * Reads a column of numbers; a cell in which a sensor has given nothing is NaN. Throws one sentence if a cell is missing
 * or holds anything else.
 */
export function numbersOf(table: SensorTable, column: number): Float64Array {
  return cellsOf(table, column, (text) => {
    if (nothing.test(text)) return NaN;
    const signed = text.replace(/^\u2212/, "-");
    const plain = table.point === "."
      ? signed
      : signed.includes(".")
      ? ""
      : signed.replace(/^([+-]?\d+),(\d+)/, "$1.$2");
    const value = decimal(plain);
    return Number.isFinite(value) ? value : undefined;
  });
}

/** Tells whether a column holds moments as texts, such as `2024-10-17 19:22:22.123`, and no numbers. */
export function holdsMoments({ rows }: SensorTable, column: number): boolean {
  return moment.test(rows[0]?.[column]?.trim() ?? "");
}

/**
 * Reads a column of moments as seconds since 1970, or of the day on which it began, NaN where there is none. Throws as
 * {@link numbersOf} does.
 */
export function momentsOf(table: SensorTable, column: number): Float64Array {
  let [before, midnights] = [NaN, 0];
  return cellsOf(table, column, (text) => {
    if (nothing.test(text)) return NaN;
    const found = text.match(moment);
    if (!found) return undefined;
    const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part, i) =>
      Number(part ?? [1970, 1, 1][i])
    );
    const [, , , , , , , fraction = "0", sign, hours = "0", minutes = "0"] = found;
    const ahead = (sign === "-" ? -60 : 60) * (60 * Number(hours) + Number(minutes));
    const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000 + Number(`0.${fraction}`) - ahead;
    if (found[1] === undefined && before - seconds > 43_200) midnights++;
    before = seconds;
    return seconds + 86_400 * midnights;
  });
}

/** Reads a column; `read` returns undefined for a text that it cannot take. */
function cellsOf(
  { place, titles, rows, line }: SensorTable,
  column: number,
  read: (text: string) => number | undefined,
): Float64Array {
  const width = titles.findLastIndex((title) => title !== "") + 1;
  return Float64Array.from(rows, (cells, row) => {
    const values = cells.findLastIndex((text) => text.trim() !== "") + 1;
    if (values > width) {
      throw new Error(`${place} is not a table: line ${row + line} has ${values} values, and the first ${width}.`);
    }
    const value = cells[column] === undefined ? undefined : read(cells[column].trim());
    if (value !== undefined) return value;
    throw new Error(
      `${place}, line ${row + line}: "${cells[column] ?? ""}" in the column ${titles[column]} is not a number.`,
    );
  });
}

/** Returns a text in UTF-8, or UTF-16 or Windows' code page where it is that. */
function decoded(text: Uint8Array): string {
  if (text[0] === 0xff && text[1] === 0xfe) return new TextDecoder("utf-16le").decode(text);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    return new TextDecoder("windows-1252").decode(text);
  }
}
