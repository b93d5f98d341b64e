// @ts-types="npm:@types/d3-array@3.2.2"
import { median } from "d3-array";

/** Settings of {@link medianMilliseconds}. */
export interface MedianTimeOptions {
  /** Calls that count. Default: 20. */
  repeats?: number;
  /** Calls before them that do not count. Default: 3. */
  warmUp?: number;
}

/**
 * Measures how long a call takes, with what it promises: the median of many, after some that do not count, in
 * milliseconds.
 */
export async function medianMilliseconds(call: () => unknown, options: MedianTimeOptions = {}): Promise<number> {
  const { repeats = 20, warmUp = 3 } = options;
  const times: number[] = [];
  for (let index = 0; index < warmUp + repeats; index++) {
    const started = performance.now();
    const answer = call();
    if (answer instanceof Promise) await answer;
    if (index >= warmUp) times.push(performance.now() - started);
  }
  return median(times)!;
}
