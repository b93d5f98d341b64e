// @ts-types="npm:@types/d3-array@3.2.2"
import { maxIndex } from "d3-array";

/**
 * Returns what is told of each sample of a recording, the number of an answer from 0: that of the window whose middle is
 * nearest. `probabilities` are those of windows that begin every `step` samples, [window][answer].
 */
export function toldSamples(
  probabilities: number[][],
  { windowLength, step, samples }: { windowLength: number; step: number; samples: number },
): Uint8Array {
  const answers = probabilities.map((row) => maxIndex(row));
  return Uint8Array.from({ length: samples }, (_, sample) => {
    const nearest = Math.round((sample - windowLength / 2) / step);
    return answers[Math.min(Math.max(nearest, 0), answers.length - 1)];
  });
}
