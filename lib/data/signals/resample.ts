import { butterworth, zeroPhaseFilter } from "./linear_filter.ts";
import { sampleRate } from "./signals.ts";

/** Order and cutoff, Hz, of the filter before samples are left out: what is faster would come back as something slow. */
const antiAlias = { order: 8, cutoff: 0.45 * sampleRate };

/**
 * Resamples a signal with time stamps, in seconds and in order, to 50 samples a second from `from` on, `count` of them.
 * A faster one is filtered first (Butterworth, without delay); between time stamps it is interpolated linearly, so they
 * may jitter.
 */
export function resample(times: Float64Array, values: Float64Array, from: number, count: number): Float64Array {
  const rate = medianRate(times);
  const factor = Math.max(1, Math.ceil(rate / sampleRate - 0.1));
  const dense = interpolate(times, values, from, 1 / (factor * sampleRate), (count - 1) * factor + 1);
  if (factor === 1) return dense;
  const filtered = zeroPhaseFilter(butterworth(antiAlias.order, antiAlias.cutoff, factor * sampleRate), dense);
  return Float64Array.from({ length: count }, (_, i) => filtered[i * factor]);
}

/** Returns the samples a second of time stamps, by the median of their distances; NaN for fewer than two. */
export function medianRate(times: Float64Array): number {
  const distances = Float64Array.from({ length: Math.max(0, times.length - 1) }, (_, i) => times[i + 1] - times[i])
    .sort();
  return 1 / distances[distances.length >> 1];
}

function interpolate(times: Float64Array, values: Float64Array, from: number, step: number, count: number) {
  let next = 1;
  return Float64Array.from({ length: count }, (_, i) => {
    const time = from + i * step;
    while (next < times.length - 1 && times[next] < time) next++;
    const [before, after] = [times[next - 1], times[next]];
    const part = Math.min(1, Math.max(0, (time - before) / (after - before)));
    return values[next - 1] + part * (values[next] - values[next - 1]);
  });
}
