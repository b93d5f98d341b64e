import type { Tensor, Tensor1D, Tensor2D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";

const tf = await backend();

/** Mean and variance of channels, as a batch normalisation keeps them: [channel]. */
export interface Statistics {
  mean: Tensor1D;
  variance: Tensor1D;
}

/**
 * Mean and variance of activations that come bit by bit. Sums are taken of differences to known means, so that they keep
 * their digits. Free it by {@link RunningStatistics.dispose}.
 */
export class RunningStatistics {
  readonly #known: Statistics;
  #count = 0;
  #sum: Tensor;
  #squares: Tensor;

  /** Takes the statistics to mix the others into; they stay the caller's. */
  constructor(known: Statistics) {
    this.#known = known;
    [this.#sum, this.#squares] = [tf.zerosLike(known.mean), tf.zerosLike(known.mean)];
  }

  /** Adds activations, [row, channel], of windows that have as many rows each and count by their weights. */
  add(rows: Tensor2D, weights: number[]): void {
    const before = [this.#sum, this.#squares];
    const rowsOfWindow = rows.shape[0] / weights.length;
    [this.#sum, this.#squares] = tf.tidy(() => {
      const difference = rows.sub(this.#known.mean);
      const weighted = (values: Tensor) => {
        const sums = values.reshape([weights.length, rowsOfWindow, -1]).sum<Tensor2D>(1);
        return tf.matMul(tf.tensor2d(weights, [1, weights.length]), sums).reshape([-1]);
      };
      const sums = [this.#sum.add(weighted(difference)), this.#squares.add(weighted(difference.square()))];
      return sums.map((sum) => tf.keep(sum));
    });
    this.#count += rowsOfWindow * weights.reduce((a, b) => a + b, 0);
    tf.dispose(before);
  }

  /** Returns the known statistics with a share of those that were added: 0 is the known alone, 1 the added alone. */
  mixed(share: number): Statistics {
    const { mean, variance } = this.#known;
    return tf.tidy(() => {
      const shift = this.#sum.div(this.#count);
      const own = this.#squares.div(this.#count).sub(shift.square());
      return {
        mean: mean.add<Tensor1D>(shift.mul(share)),
        variance: variance.mul(1 - share).add<Tensor1D>(own.mul(share)),
      };
    }) as unknown as Statistics;
  }

  dispose(): void {
    tf.dispose([this.#sum, this.#squares]);
  }
}
