// @ts-types="npm:@types/d3-array@3.2.2"
import { median } from "d3-array";
import { readColumns } from "../archives/parse_numbers.ts";
import type { Axes, Recording } from "../signals/recording.ts";
import { medianRate, resample } from "../signals/resample.ts";
import { sensorNotes } from "../signals/sensor_notes.ts";
import { sampleRate } from "../signals/signals.ts";
import { type Quantity, type SensorColumn, sensorColumns } from "./sensor_columns.ts";
import { holdsMoments, momentsOf, numbersOf, openSensorTable, type SensorTable } from "./sensor_table.ts";
import { factorOf, type NamedUnits, parseUnits } from "./units.ts";

/** A stretch of a recording without a gap, 50 samples a second. */
export interface RecordingPart extends Pick<Recording, "acceleration" | "rotation"> {
  /** Seconds from the recording's begin. */
  from: number;
}

/** A recording of a phone as the network can read it. */
export interface PhoneRecording {
  parts: RecordingPart[];
  /** What a reader must know, a sentence each: gaps, stretches that are too short, values that sensors do not give. */
  notes: string[];
}

/** A file that a phone wrote. */
export interface PhoneFile {
  /** Where it lies, for errors; its name may tell what its columns are. */
  place: string;
  text: Uint8Array;
}

export interface PhoneRecordingOptions {
  /** Units, such as `"m/s2,deg/s"`. Default: as the titles name them, else as the numbers tell if they do. */
  units?: string;
  /** Shortest stretch that is kept, s. Default: 2.56, a window. */
  shortest?: number;
  /** Whether two files without a header are acceleration and rotation, in this order. Default: false. */
  pair?: boolean;
}

/** Three axes of a sensor with their time stamps, s; in g or rad/s. What the sensor did not give is left out. */
export interface SensorStream {
  /** Where it comes from, for errors. */
  place: string;
  times: Float64Array;
  axes: Axes;
}

/** A longer distance between two samples is a gap, s. */
const longestDistance = 0.1;
/** Fewest samples a second of which 50 can be made. */
const leastRate = 40;

/** A table and what its columns hold. */
interface KnownTable extends SensorTable {
  known: (SensorColumn | undefined)[];
}

/**
 * Reads what a phone recorded: files of CSV with a header, as AndroSensor, Phyphox, Physics Toolbox Suite, Sensor Logger
 * and SensorLog write them and others that name sensor, axis and unit; or a pair of text files as HAPT has them.
 * Acceleration comes in g with gravity, rotation in rad/s, both at the same 50 samples a second. A gap of more than 0.1 s,
 * or as long a time in which a sensor gave nothing, splits the recording. Files and columns of other sensors are not read.
 *
 * Throws one sentence if a sensor is missing, a unit is not known or not the same for all axes, or the time stamps cannot
 * be what they are said to be.
 */
export function phoneRecording(
  files: PhoneFile[],
  { units, shortest = 2.56, pair = false }: PhoneRecordingOptions = {},
): PhoneRecording {
  const namedUnits = units === undefined ? {} : parseUnits(units);
  if (pair && files.length === 2 && files.every(({ text }) => !hasHeader(text))) {
    const part = pairOf(files);
    return { parts: [part], notes: partNotes(files.map(({ place }) => place), part) };
  }
  const tables = tablesOf(files);
  const notes: string[] = [];
  const stream = (quantity: Quantity, uncalibrated = false): SensorStream | undefined => {
    const found = tables.find(({ known }) =>
      [0, 1, 2].every((axis) => {
        const place = placeOf(known, quantity, axis);
        return place >= 0 && (known[place]!.uncalibrated ?? false) === uncalibrated;
      })
    );
    return found && streamOf(found, quantity, namedUnits, notes);
  };
  const where = files.map(({ place }) => place).join(", ");
  const rotation = stream("rotation") ?? stream("rotation", true);
  if (!rotation) throw new Error(`${where} has no gyroscope: record acceleration and rotation together.`);
  const calibrated = stream("acceleration");
  const [linear, gravity] = calibrated ? [] : [stream("linear acceleration"), stream("gravity")];
  const parts = calibrated ? [calibrated] : linear && gravity ? [linear, gravity] : [stream("acceleration", true)];
  const accelerations = parts.filter((part) => part !== undefined);
  if (accelerations.length === 0) {
    throw new Error(
      linear
        ? `${where} has the acceleration without gravity: export gravity too, or the acceleration with it.`
        : `${where} has no acceleration: record acceleration and rotation together.`,
    );
  }
  const recording = streamsToRecording(rotation, accelerations, { shortest });
  return { ...recording, notes: [...notes, ...recording.notes] };
}

/**
 * Returns the tables with numbers among some files. A file of another sensor decides nothing: it may be empty, or hold
 * words. Throws what is wrong with the first one if there is no table at all.
 */
function tablesOf(files: PhoneFile[]): KnownTable[] {
  const tables: SensorTable[] = [];
  let problem: Error | undefined;
  for (const { place, text } of files) {
    try {
      tables.push(openSensorTable(place, text));
    } catch (error) {
      problem ??= error as Error;
    }
  }
  if (tables.length === 0) throw problem;
  const filled = tables.filter(({ rows }) => rows.length > 0);
  if (filled.length === 0) throw new Error(`${tables[0].place} has a header and no numbers.`);
  const onApple = filled.some(isOfAnIphone);
  return filled.map((table) => ({ ...table, known: sensorColumns(nameOf(table), table.titles, { onApple }) }));
}

/** Tells whether a table is what Sensor Logger notes of an iPhone whose signs it left as they are. */
function isOfAnIphone(table: SensorTable): boolean {
  const value = (title: string) => table.rows[0][table.titles.indexOf(title)];
  return /^metadata/i.test(nameOf(table)) && value("platform") === "ios" && value("standardisation") !== "true";
}

function nameOf({ place }: SensorTable): string {
  return place.split(/[\\/]/).at(-1)!;
}

/**
 * Makes a recording of 50 samples a second from streams of any rate: rotation, and acceleration as it is or as the sum of
 * two. Throws one sentence if there is no stretch without a gap, or the numbers cannot be g and rad/s.
 */
export function streamsToRecording(
  rotation: SensorStream,
  accelerations: SensorStream[],
  { shortest = 2.56 }: Pick<PhoneRecordingOptions, "shortest"> = {},
): PhoneRecording {
  const streams = [rotation, ...accelerations];
  const where = [...new Set(streams.map(({ place }) => place))].join(", ");
  const begin = Math.max(...streams.map(({ times }) => times[0]));
  const end = Math.min(...streams.map(({ times }) => times.at(-1)!));
  if (begin > end) {
    throw new Error(`${where}: the times of the sensors have no moment in common: give files of one recording.`);
  }
  const { parts, notes } = cut(streams, { begin, end, shortest });
  const recorded = parts.map(({ from, count }): RecordingPart => {
    const at50 = ({ times, axes }: SensorStream) => axes.map((axis) => resample(times, axis, from, count)) as Axes;
    const [turning, first, second] = streams.map(at50);
    const acceleration = second ? first.map((axis, i) => axis.map((value, n) => value + second[i][n])) as Axes : first;
    return { from: from - begin, acceleration, rotation: turning };
  });
  if (recorded.length === 0) {
    throw new Error(`${where} has no stretch of ${shortest} s without a gap: ${notes[0] ?? "record for longer."}`);
  }
  for (const { acceleration, rotation } of recorded) {
    checkSizes({ place: where, axes: acceleration }, { place: where, axes: rotation });
  }
  return { parts: recorded, notes: [...notes, ...recorded.flatMap((part) => partNotes([where, where], part))] };
}

/** Returns what a reader must know of a part, see {@link sensorNotes}. */
function partNotes([acceleration, rotation]: string[], part: RecordingPart): string[] {
  return sensorNotes(
    { acceleration, rotation },
    part,
    (index) => `at ${(part.from + index / sampleRate).toFixed(1)} s`,
  );
}

/** Reads acceleration and rotation from two files without a header, already at 50 samples a second. */
function pairOf([first, second]: PhoneFile[]): RecordingPart {
  const [acceleration, rotation] = [first, second].map(({ place, text }) => readColumns(place, text, 3) as Axes);
  const [samples, others] = [acceleration[0].length, rotation[0].length];
  if (samples !== others) {
    throw new Error(
      `${first.place} has ${samples} samples and ${second.place} has ${others}; they must be equally long.`,
    );
  }
  checkSizes({ place: first.place, axes: acceleration }, { place: second.place, axes: rotation });
  return { from: 0, acceleration, rotation };
}

/** Tells whether a file of an export may hold numbers of sensors, or what is to be known of them, by its name. */
export function isRecording(file: string): boolean {
  return /\.(csv|tsv|txt)$/i.test(file) && !/(^|\/)(meta\/|annotation|__macosx)/i.test(file);
}

function hasHeader(text: Uint8Array): boolean {
  const [first] = new TextDecoder().decode(text.subarray(0, 1000)).trimStart().split(/[\r\n]/, 1);
  return /[a-df-z]/i.test(first);
}

function placeOf(columns: (SensorColumn | undefined)[], quantity: Quantity, axis: number): number {
  return columns.findIndex((column) => column?.quantity === quantity && column.axis === axis);
}

/** Reads three axes of a sensor with their times; undefined if it gave nothing. Adds to the notes what it assumes. */
function streamOf(
  table: KnownTable,
  quantity: Quantity,
  namedUnits: NamedUnits,
  notes: string[],
): SensorStream | undefined {
  const { place, titles, known } = table;
  const places = [0, 1, 2].map((axis) => placeOf(known, quantity, axis));
  const axes = places.map((index) => numbersOf(table, index)) as Axes;
  const given = [...axes[0].keys()].filter((row) => axes.every((axis) => !Number.isNaN(axis[row])));
  if (given.length === 0) return undefined;
  const times = timesOf(table, namedUnits);
  checkOrder(table, times);
  const kept = given.filter((row, i) => !Number.isNaN(times[row]) && times[row] !== times[given[i - 1]]);
  const keptRows = (values: Float64Array) => Float64Array.from(kept, (row) => values[row]);
  checkRate(place, keptRows(times));
  const scales = new Set(places.map((index) =>
    unitFactor(table, index, namedUnits[quantity], () => {
      if (quantity === "acceleration" || quantity === "gravity") return guessedScale(axes.map(keptRows) as Axes);
      if (quantity !== "rotation" || titles[index].length > 1) return undefined;
      if (index === places[0]) notes.push(`${place} names no unit: it is taken for rad/s, else say --units deg/s.`);
      return 1;
    })
  ));
  if (scales.size > 1) {
    const named = places.map((index) => titles[index]).join(", ");
    throw new Error(`${place}: ${named} name different units: write them in one, or give it by --units.`);
  }
  const [scale] = scales;
  const sign = known[places[0]]!.apple && quantity !== "rotation" ? -1 : 1;
  return {
    place,
    times: keptRows(times),
    axes: axes.map((axis) => keptRows(axis).map((value) => value * scale * sign)) as Axes,
  };
}

/** Returns by what the numbers of a column are multiplied; `guess` is asked if nobody tells. Throws if nobody knows. */
function unitFactor(
  { place, titles, known }: KnownTable,
  index: number,
  namedUnits: number | undefined,
  guess: () => number | undefined,
): number {
  const { unit, quantity } = known[index]!;
  const value = namedUnits ?? (unit === undefined ? guess() : factorOf(quantity, unit));
  if (value !== undefined) return value;
  throw new Error(
    unit === undefined
      ? `${place} does not name the unit of ${titles[index]}: give it by --units, such as --units m/s2,deg/s.`
      : `${place}: ${unit}, the unit of ${titles[index]}, is not known: give another by --units.`,
  );
}

/** Returns the factor that makes an acceleration with gravity about 1 g; undefined if none does. */
function guessedScale(axes: Axes): number | undefined {
  const size = medianSize(axes);
  return ["g", "m/s2"].map((unit) => factorOf("gravity", unit)!).find((one) => size * one > 0.7 && size * one < 1.4);
}

/** Reads the times of a table, s: since the recording's begin if a column tells that, else of the day or since 1970. */
function timesOf(table: KnownTable, namedUnits: NamedUnits): Float64Array {
  const columns = [0, 1].map((rank) => placeOf(table.known, "time", rank)).filter((column) => column >= 0);
  if (columns.length === 0) throw new Error(`${table.place} has no column of time: its first line must name one.`);
  const column = columns.find((column) => !holdsMoments(table, column));
  if (column === undefined) return momentsOf(table, columns[0]);
  const times = numbersOf(table, column);
  const factor = unitFactor(table, column, namedUnits.time, () => {
    const sinceEpoch = ([[1e17, "ns"], [1e14, "us"], [1e11, "ms"]] as const).find(([least]) => times[0] > least);
    return factorOf("time", sinceEpoch?.[1] ?? "s");
  });
  return times.map((value) => value * factor);
}

/** Throws one sentence if a time lies before the one above it. */
function checkOrder({ place, line }: SensorTable, times: Float64Array): void {
  let latest = -Infinity;
  for (const [row, time] of times.entries()) {
    if (time < latest) {
      throw new Error(
        `${place}, line ${row + line}: the time does not go on after the line before: sort the recording.`,
      );
    }
    if (!Number.isNaN(time)) latest = time;
  }
}

/** Throws one sentence if there are not as many samples a second, by times in s, as a recording has. */
function checkRate(place: string, times: Float64Array): void {
  const rate = medianRate(times);
  if (!(rate > 0)) throw new Error(`${place} has ${times.length} samples: record for longer.`);
  const milliseconds = rate < 1 && 1000 * rate >= leastRate;
  if (milliseconds) {
    throw new Error(
      `${place} would have ${rate.toPrecision(2)} samples a second: its times look like milliseconds, say --units ms.`,
    );
  }
  if (rate < leastRate) {
    throw new Error(
      `${place} has ${rate.toFixed(1)} samples a second, and at least ${leastRate} are needed: record at 50 or more.`,
    );
  }
  if (rate > 2000) {
    throw new Error(`${place} would have ${Math.round(rate)} samples a second: say the unit of its times by --units.`);
  }
}

/** Throws one sentence if acceleration or rotation cannot be what it is said to be. */
function checkSizes(
  acceleration: Pick<SensorStream, "place" | "axes">,
  rotation: Pick<SensorStream, "place" | "axes">,
): void {
  const [force, turning] = [acceleration, rotation].map(({ axes }) => medianSize(axes));
  if (force < 0.5 && turning > 0.7 && turning < 1.4) {
    throw new Error(
      `${acceleration.place} and ${rotation.place} seem to be swapped: gravity is in the second, give the acceleration first.`,
    );
  }
  if (force < 0.5 || force > 2) {
    throw new Error(
      `${acceleration.place}: the acceleration is ${
        force.toPrecision(2)
      } g at the median, and with gravity it is about 1: check its unit (--units), and that gravity is in it.`,
    );
  }
  if (turning > 20) {
    throw new Error(
      `${rotation.place}: the rotation is ${turning.toFixed(0)} rad/s at the median: is it in degrees (--units deg/s)?`,
    );
  }
}

function medianSize([x, y, z]: Axes): number {
  return median(Array.from(x, (value, i) => Math.hypot(value, y[i], z[i])))!;
}

/** Cuts the time in which all streams were recorded at the gaps of any of them. */
function cut(
  streams: SensorStream[],
  { begin, end, shortest }: { begin: number; end: number; shortest: number },
): { parts: { from: number; count: number }[]; notes: string[] } {
  const gaps: { from: number; to: number }[] = [];
  const all = streams.flatMap(({ times }) =>
    [...times.keys()].slice(1).filter((i) => times[i] - times[i - 1] > longestDistance)
      .map((i) => ({ from: Math.max(begin, times[i - 1]), to: Math.min(end, times[i]) }))
  ).filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
  for (const gap of all) {
    const last = gaps.at(-1);
    if (last && gap.from <= last.to) last.to = Math.max(last.to, gap.to);
    else gaps.push({ ...gap });
  }
  const notes = gaps.map(({ from, to }) =>
    `A gap of ${(to - from).toFixed(1)} s at ${(from - begin).toFixed(1)} s splits the recording.`
  );
  const parts: { from: number; count: number }[] = [];
  let from = begin;
  for (const gap of [...gaps, { from: end, to: end }]) {
    const seconds = gap.from - from;
    if (seconds >= shortest) parts.push({ from, count: Math.floor(seconds * sampleRate + 1e-6) + 1 });
    else if (seconds > 0) {
      notes.push(`${seconds.toFixed(1)} s at ${(from - begin).toFixed(1)} s are too short to be read.`);
    }
    from = Math.max(from, gap.to);
  }
  return { parts, notes };
}
