import type { FilterCoefficients } from "./butterworth.ts";

/**
 * Filters a signal forwards in time, as SciPy's `lfilter`. The filter starts as if the first sample had lasted for ever
 * (`zi=lfilter_zi(b, a) * x[0]`), so a constant signal passes unchanged.
 */
export function linearFilter({ b, a }: FilterCoefficients, x: Float64Array): Float64Array {
  const order = b.length - 1;
  const state = steadyState({ b, a }).map((value) => value * (x[0] ?? 0));
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
