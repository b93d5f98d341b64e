/** Settings of {@link medianMilliseconds}. */
export interface MedianTimeOptions {
  /** Calls that count. Default: 20. */
  repeats?: number;
  /** Calls before them that do not count. Default: 3. */
  warmUp?: number;
}

/** Measures how long a call takes: the median of many, after some that do not count, in milliseconds. */
export function medianMilliseconds(call: () => void, options: MedianTimeOptions = {}): number {
  const { repeats = 20, warmUp = 3 } = options;
  const times: number[] = [];
  for (let index = 0; index < warmUp + repeats; index++) {
    const started = performance.now();
    call();
    if (index >= warmUp) times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return (times[Math.floor((repeats - 1) / 2)] + times[Math.floor(repeats / 2)]) / 2;
}
