import type { FilterCoefficients } from "./butterworth.ts";

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
