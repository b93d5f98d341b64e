// @ts-types="npm:@types/d3-array@3.2.2"
import { extent, median } from "d3-array";
import { milliseconds } from "../../results/metrics/latency.ts";

/** Something whose time is measured beside that of others. */
export interface Contestant {
  name: string;
  /** Does the work some times and returns how long each took, ms. */
  run(repeats: number): Promise<number[]>;
}

/** The times of one contestant, ms. */
export interface Measured {
  name: string;
  median: number;
  least: number;
  largest: number;
  /** Every time, in the order in which they were measured. */
  milliseconds: number[];
}

export interface MeasureOptions {
  /** How often each contestant has its turn. Default: 5. */
  rounds?: number;
  /** Times that count in a turn. Default: 2. */
  repeats?: number;
  /** Times before them that do not, since the others had the caches. Default: 1. */
  warmUp?: number;
  /** Called after each turn. */
  onTurn?: (done: number, total: number, name: string) => void;
}

/**
 * Measures contestants in turn, so that what slows the machine down for a while slows all of them down. The first round
 * does not count.
 */
export async function measureInTurn(contestants: Contestant[], options: MeasureOptions = {}): Promise<Measured[]> {
  const { rounds = 5, repeats = 2, warmUp = 1, onTurn } = options;
  const times = contestants.map((): number[] => []);
  const total = (rounds + 1) * contestants.length;
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const turn = await contestant.run(warmUp + repeats);
      if (round > 0) times[index].push(...turn.slice(warmUp));
      onTurn?.(round * contestants.length + index + 1, total, contestant.name);
    }
  }
  return contestants.map(({ name }, index) => summary(name, times[index]));
}

/** Returns median and extremes of some times. */
export function summary(name: string, times: number[]): Measured {
  const [least, largest] = extent(times);
  return { name, median: median(times)!, least: least!, largest: largest!, milliseconds: times };
}

/** Makes a contestant of a function of this process. */
export function timedCalls(name: string, work: () => unknown): Contestant {
  return { name, run: (repeats) => milliseconds(work, repeats) };
}
