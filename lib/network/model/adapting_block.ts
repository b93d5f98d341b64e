import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { relu } from "../../tensorflow/operations/relu.ts";
import { epsilon, joined, type ResidualBlock } from "./residual_block.ts";
import { RunningStatistics, type Statistics } from "./running_statistics.ts";

const tf = await backend();

/** Windows whose wide activations are held at a time. */
const chunk = 32;

/**
 * A residual block that normalises by its own statistics with a share of those of the windows that it has seen. The
 * block's weights must not change meanwhile. Free it by {@link AdaptingBlock.dispose}.
 */
export class AdaptingBlock {
  readonly #block: ResidualBlock;
  readonly #weights: ReturnType<ResidualBlock["parts"]>;
  readonly #first: RunningStatistics;
  readonly #second: RunningStatistics;

  constructor(block: ResidualBlock) {
    this.#block = block;
    this.#weights = block.parts();
    const { movingMean, movingVariance, pointwiseMovingMean, pointwiseMovingVariance } = this.#weights;
    this.#first = new RunningStatistics({ mean: movingMean, variance: movingVariance });
    this.#second = new RunningStatistics({ mean: pointwiseMovingMean, variance: pointwiseMovingVariance });
  }

  /**
   * Adds windows' activations, [window, time, sensor, in], to the statistics, each window by its weight, and returns what
   * the block gives for them with the statistics mixed: [window, step, sensor, out].
   */
  apply(x: Tensor4D, share: number, weights: number[]): Tensor4D {
    return tf.tidy(() => {
      const parts: Tensor4D[] = [];
      for (let start = 0; start < x.shape[0]; start += chunk) {
        parts.push(x.slice<Tensor4D>(start, Math.min(chunk, x.shape[0] - start)));
      }
      // The activations of a single chunk are held; those of many are computed anew, since all would not fit.
      const once = <T>(compute: () => T): () => T => {
        if (parts.length > 1) return compute;
        const value = compute();
        return () => value;
      };
      const convolved = parts.map((part) => once(() => this.#convolved(part)));
      const weightsOf = (part: number) => weights.slice(part * chunk, (part + 1) * chunk);
      for (const [part, values] of convolved.entries()) {
        tf.tidy(() => this.#first.add(rows(values()), weightsOf(part)));
      }
      const first = this.#first.mixed(share);
      const branches = convolved.map((values, index) => once(() => this.#branches(values(), parts[index], first)));
      const projected = branches.map((values) => once(() => this.#projected(values().branches)));
      for (const [part, values] of projected.entries()) tf.tidy(() => this.#second.add(values(), weightsOf(part)));
      const second = this.#second.mixed(share);
      const { pointwiseGamma, pointwiseBeta } = this.#weights;
      const { cardinality, channels } = this.#block;
      return tf.concat(parts.map((_, index) =>
        tf.tidy(() => {
          const { branches: { shape: [window, step, sensor] }, shortcut } = branches[index]();
          const normalized = normalize(projected[index](), second, pointwiseGamma, pointwiseBeta);
          const sum = normalized.reshape([-1, cardinality, channels]).sum(1);
          return joined(relu(sum.reshape<Tensor4D>([window, step, sensor, channels])), shortcut);
        })
      ));
    });
  }

  /** Frees the copies of the weights and the statistics; the block stays as it is. */
  dispose(): void {
    tf.dispose(Object.values(this.#weights));
    this.#first.dispose();
    this.#second.dispose();
  }

  #convolved(x: Tensor4D): Tensor4D {
    return this.#block.convolve(x).add(this.#weights.bias);
  }

  /** The branches' inputs of their second convolutions, and the shortcut. */
  #branches(convolved: Tensor4D, x: Tensor4D, statistics: Statistics): ReturnType<ResidualBlock["divide"]> {
    const { gamma, beta } = this.#weights;
    const { branches, shortcut } = this.#block.divide(normalize(convolved, statistics, gamma, beta), x);
    return { branches: relu(branches), shortcut };
  }

  /** The branches' second convolutions side by side, [row, branch * out]. */
  #projected(branches: Tensor4D): Tensor2D {
    const { pointwiseKernel, pointwiseBias } = this.#weights;
    const kernels = tf.unstack(pointwiseKernel) as Tensor2D[];
    const inputs = tf.split(rows(branches), kernels.length, 1) as Tensor2D[];
    const outputs = inputs.map((input, branch) => tf.matMul(input, kernels[branch]) as Tensor2D);
    return tf.concat(outputs, 1).add<Tensor2D>(pointwiseBias);
  }
}

function normalize<T extends Tensor>(x: T, { mean, variance }: Statistics, gamma: Tensor1D, beta: Tensor1D): T {
  return x.sub(mean).mul(gamma.div(variance.add(epsilon).sqrt())).add(beta) as T;
}

/** [window, step, sensor, channel] as [row, channel]. */
function rows(x: Tensor4D): Tensor2D {
  return x.reshape([-1, x.shape[3]]);
}
