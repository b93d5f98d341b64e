/** Windows of the training people as whose answers a recording's frequencies begin, before any of its own is seen. */
const known = 16;
/** The most that a window counts: an answer that a recording hardly has would else be a few windows' alone. */
const most = 5;

/**
 * Tells how much windows of a recording should count in its statistics, so that its answers are as frequent in them as in
 * training: somebody who walked all the time would else seem to have another phone. Windows come one after the other;
 * `frequencies` are those of the answers in training.
 */
export class BalanceWeights {
  readonly #frequencies: number[];
  #sums: number[];
  #windows = 0;

  constructor(frequencies: number[]) {
    this.#frequencies = frequencies;
    this.#sums = frequencies.map(() => 0);
  }

  /** Takes in windows by the probabilities of their answers, and returns how much each counts, seen from now. */
  add(probabilities: number[][]): number[] {
    for (const row of probabilities) this.#sums = this.#sums.map((sum, answer) => sum + row[answer]);
    this.#windows += probabilities.length;
    const ratios = this.#frequencies.map((frequency, answer) => {
      const own = (this.#sums[answer] + known * frequency) / (this.#windows + known);
      return Math.min(most, frequency / own);
    });
    return probabilities.map((row) => row.reduce((sum, value, answer) => sum + value * ratios[answer], 0));
  }
}
