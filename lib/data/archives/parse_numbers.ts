import { decimal } from "../signals/decimal.ts";

const [lineEnd, minus, plus, point, zero, nine] = [0x0a, 0x2d, 0x2b, 0x2e, 0x30, 0x39];
/** Whether a byte is blank: a space, a tab, or part of a line end; other control characters are none. */
const blank = Uint8Array.from({ length: 256 }, (_, byte) => Number([0x20, 0x09, 0x0a, 0x0d].includes(byte)));
/** Powers of ten that a double holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Digits of a whole number that a double holds exactly. */
const exactDigits = 15;

function hasByteOrderMark(text: Uint8Array): boolean {
  return text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf;
}

/**
 * Parses text of `width` decimal numbers a line, see {@link decimal}, with any number of blanks between them, and
 * returns them line after line, as `Float32Array` or `Float64Array`. `place` names the text in errors. Blank lines at
 * the end mean nothing; elsewhere something is missing.
 *
 * Throws one sentence if a line has more or fewer numbers, or what stands there is not a decimal number that fits into
 * 32 bits. Polars, which reads lines of a fixed separator only, takes several times as long here.
 */
export function parseNumbers<T extends Float32Array | Float64Array>(
  place: string,
  text: Uint8Array,
  width: number,
  numbers: new (length: number) => T,
): T {
  let end = text.length;
  while (end > 0 && blank[text[end - 1]]) end--;
  if (end === 0) throw new Error(`${place} is empty.`);
  const values = new numbers(Math.ceil((end + 1) / 2));
  let decoded: string | undefined;
  let [count, line, inLine, index] = [0, 1, 0, hasByteOrderMark(text) ? 3 : 0];
  const endLine = () => {
    if (inLine !== width) {
      throw new Error(`${place}, line ${line}: there are ${inLine} values, and there must be ${width}.`);
    }
    line++;
    inLine = 0;
  };
  while (index < end) {
    if (blank[text[index]]) {
      if (text[index] === lineEnd) endLine();
      index++;
      continue;
    }
    const start = index;
    const negative = text[index] === minus;
    if (negative || text[index] === plus) index++;
    let [mantissa, exponent, digits] = [eightDigits(text, index), -7, 8];
    if (mantissa >= 0) index += 9;
    else {
      mantissa = exponent = digits = 0;
      for (; text[index] >= zero && text[index] <= nine; index++, digits++) {
        mantissa = mantissa * 10 + text[index] - zero;
      }
      if (text[index] === point) index++;
    }
    for (; text[index] >= zero && text[index] <= nine; index++, digits++, exponent--) {
      mantissa = mantissa * 10 + text[index] - zero;
    }
    // 0x65 and 0x45 are "e" and "E".
    if (digits > 0 && (text[index] | 0x20) === 0x65) {
      const negativeExponent = text[index + 1] === minus;
      index += negativeExponent || text[index + 1] === plus ? 2 : 1;
      const first = index;
      let written = 0;
      for (; text[index] >= zero && text[index] <= nine; index++) written = written * 10 + text[index] - zero;
      exponent += negativeExponent ? -written : written;
      if (index === first) digits = 0;
    }
    let value = exponent < 0 ? mantissa / powers[-exponent] : mantissa * powers[exponent];
    if (negative) value = -value;
    const whole = index >= text.length || blank[text[index]] === 1;
    if (!whole || digits === 0 || digits > exactDigits || exponent < -22 || exponent > 22) {
      while (index < end && !blank[text[index]]) index++;
      decoded ??= new TextDecoder("latin1", { ignoreBOM: true }).decode(text);
      value = decimal(decoded.slice(start, index));
      if (!Number.isFinite(value)) {
        const written = new TextDecoder().decode(text.subarray(start, index));
        const shown = JSON.stringify(written.length > 20 ? `${written.slice(0, 20)}…` : written);
        const why = Number.isNaN(value) ? "is not a finite number" : "is too large for a number of 32 bits";
        throw new Error(`${place}, line ${line}: value ${inLine + 1}, ${shown}, ${why}.`);
      }
    }
    values[count++] = value;
    inLine++;
  }
  if (inLine > 0) endLine();
  return values.slice(0, count) as T;
}

/**
 * Returns the digits of a number of the form `d.ddddddd`, in which the official files write all of theirs, as a whole
 * number, or -1 if something else stands there: eight digits at once are faster than one after the other.
 */
function eightDigits(text: Uint8Array, at: number): number {
  if (at + 9 > text.length || text[at + 1] !== point) return -1;
  const a = text[at] - zero;
  const b = text[at + 2] - zero;
  const c = text[at + 3] - zero;
  const d = text[at + 4] - zero;
  const e = text[at + 5] - zero;
  const f = text[at + 6] - zero;
  const g = text[at + 7] - zero;
  const h = text[at + 8] - zero;
  const low = a | b | c | d | e | f | g | h;
  const high = (9 - a) | (9 - b) | (9 - c) | (9 - d) | (9 - e) | (9 - f) | (9 - g) | (9 - h);
  if ((low | high) < 0) return -1;
  return (((((((a * 10 + b) * 10 + c) * 10 + d) * 10 + e) * 10 + f) * 10 + g) * 10 + h) | 0;
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
