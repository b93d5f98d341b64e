/**
 * Replaces each sample by the median of itself and its two neighbours, as SciPy's `medfilt(x, 3)`; outside, the signal
 * is 0.
 */
export function medianFilter(x: Float64Array): Float64Array {
  return x.map((value, i) => {
    const [before, after] = [x[i - 1] ?? 0, x[i + 1] ?? 0];
    return Math.max(Math.min(before, after), Math.min(Math.max(before, after), value));
  });
}
