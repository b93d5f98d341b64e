/** Coefficients of a digital filter: b of the input, a of the output, a[0] = 1. */
export interface FilterCoefficients {
  b: number[];
  a: number[];
}

/**
 * Designs a digital low-pass Butterworth filter by the bilinear transform, as SciPy's `butter(order, cutoff, fs=rate)`.
 *
 * `cutoff` and `rate` are in Hz. Throws if the cutoff is not between 0 and half the rate.
 */
export function butterworth(order: number, cutoff: number, rate: number): FilterCoefficients {
  if (!(cutoff > 0 && cutoff < rate / 2)) {
    throw new Error(`A cutoff of ${cutoff} Hz is not between 0 and half the sample rate of ${rate} Hz.`);
  }
  const warped = Math.tan(Math.PI * cutoff / rate);
  let a: Complex[] = [[1, 0]];
  let b = [1];
  for (let k = 0; k < order; k++) {
    const angle = Math.PI * (2 * k + order + 1) / (2 * order);
    const pole: Complex = [warped * Math.cos(angle), warped * Math.sin(angle)];
    a = timesRoot(a, divide([1 + pole[0], pole[1]], [1 - pole[0], -pole[1]]));
    b = [...b, 0].map((value, i) => value + (b[i - 1] ?? 0));
  }
  const denominator = a.map(([real]) => real);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const gain = sum(denominator) / sum(b);
  return { b: b.map((value) => value * gain), a: denominator };
}

type Complex = [real: number, imaginary: number];

function multiply([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c];
}

function divide(numerator: Complex, [c, d]: Complex): Complex {
  const norm = c * c + d * d;
  return multiply(numerator, [c / norm, -d / norm]);
}

/** Multiplies a polynomial in 1/z by (1 - root / z). */
function timesRoot(polynomial: Complex[], root: Complex): Complex[] {
  return [...polynomial, [0, 0] as Complex].map(([real, imaginary], i) => {
    const [r, s] = i > 0 ? multiply(polynomial[i - 1], root) : [0, 0];
    return [real - r, imaginary - s];
  });
}

/** What a signal is taken to have been before its first sample: that sample for ever, or nothing at all. */
export type FilterStart = "steady" | "rest";

/**
 * Filters a signal forwards in time, as SciPy's `lfilter`. From a steady start (`zi=lfilter_zi(b, a) * x[0]`) a
 * constant signal passes unchanged; from rest (no `zi`) the filter must first swing in.
 */
export function linearFilter(
  coefficients: FilterCoefficients,
  x: Float64Array,
  { start = "steady" }: { start?: FilterStart } = {},
): Float64Array {
  const { b, a } = coefficients;
  const order = b.length - 1;
  const before = start === "steady" ? x[0] ?? 0 : 0;
  const state = steadyState(coefficients).map((value) => value * before);
  const y = new Float64Array(x.length);
  for (let n = 0; n < x.length; n++) {
    const input = x[n];
    const output = b[0] * input + state[0];
    for (let i = 1; i < order; i++) state[i - 1] = b[i] * input - a[i] * output + state[i];
    state[order - 1] = b[order] * input - a[order] * output;
    y[n] = output;
  }
  return y;
}

/**
 * Filters a signal forwards and then backwards in time, so that nothing is delayed, as SciPy's `filtfilt`: beyond both
 * ends the signal goes on as its own mirror image about the end point, for three times the filter's length. Throws one
 * sentence if the signal is not longer than that.
 */
export function zeroPhaseFilter(coefficients: FilterCoefficients, x: Float64Array): Float64Array {
  const padding = 3 * coefficients.b.length;
  if (x.length <= padding) {
    throw new Error(`A filter without delay takes more than ${padding} samples, and the signal has ${x.length}.`);
  }
  const mirrored = Float64Array.from({ length: x.length + 2 * padding }, (_, i) => {
    const n = i - padding;
    if (n < 0) return 2 * x[0] - x[-n];
    return n < x.length ? x[n] : 2 * x[x.length - 1] - x[2 * (x.length - 1) - n];
  });
  const backwards = linearFilter(coefficients, mirrored).reverse();
  return linearFilter(coefficients, backwards).reverse().subarray(padding, padding + x.length);
}

/** The state in which an input of 1 gives an output of the filter's gain at 0 Hz for ever. */
function steadyState({ b, a }: FilterCoefficients): number[] {
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const gain = sum(b) / sum(a);
  const state = new Array<number>(b.length - 1);
  for (let i = b.length - 1, next = 0; i > 0; i--) {
    next = b[i] - a[i] * gain + next;
    state[i - 1] = next;
  }
  return state;
}
