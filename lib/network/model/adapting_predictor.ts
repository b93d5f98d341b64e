import type { LayersModel, Tensor, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { AdaptingBlock } from "./adapting_block.ts";
import { ResidualBlock } from "./residual_block.ts";

const tf = await backend();

/** Settings of {@link AdaptingPredictor}. */
export interface AdaptOptions {
  /** Share of the windows' own statistics in each block, first block first. Default: 0.6, 0.36, 0.22, 0.13. */
  shares?: number[];
  /** Number of windows after which the own statistics count half of their share. Default: 16. */
  halfTrust?: number;
}

/**
 * Predicts the windows of one person by a network whose batch normalisations take in the statistics of these windows,
 * which need no labels: of all windows that it was given so far and those under way, never of later ones. The first
 * blocks, which are closest to the sensors, take in the most (Wang et al. 2024, "Optimization-Free Test-Time Adaptation",
 * OFTTA, arXiv 2310.18562).
 *
 * Give it all windows at once to adapt to a whole recording, or one after the other to adapt to a stream. The network
 * stays as it is. Free it by {@link AdaptingPredictor.dispose}.
 */
export class AdaptingPredictor {
  readonly #model: LayersModel;
  readonly #blocks: Map<string, { block: AdaptingBlock; share: number }>;
  readonly #halfTrust: number;
  #windows = 0;

  /** Throws one sentence if the network has not as many residual blocks as there are shares, or a share makes no sense. */
  constructor(model: LayersModel, { shares = [0.6, 0.36, 0.22, 0.13], halfTrust = 16 }: AdaptOptions = {}) {
    const blocks = model.layers.filter((layer) => layer instanceof ResidualBlock);
    if (blocks.length !== shares.length) {
      throw new Error(`The network has ${blocks.length} residual blocks, and ${shares.length} shares were given.`);
    }
    const wrong = shares.find((share) => !(share >= 0 && share <= 1));
    if (wrong !== undefined) throw new Error(`A share must be from 0 to 1, and one is ${wrong}.`);
    this.#model = model;
    this.#halfTrust = halfTrust;
    this.#blocks = new Map(
      blocks.map((block, index) => [block.name, { block: new AdaptingBlock(block), share: shares[index] }]),
    );
  }

  /**
   * Takes in windows, and returns their logits: both as numbers in the order of the network's input and output. By
   * `weights` some windows count more in the statistics than others. Default: 1 each.
   */
  async logits(windows: Float32Array, weights?: number[]): Promise<Float32Array> {
    const shape = this.#model.inputs[0].shape.slice(1) as number[];
    const input = tf.tidy(() => tf.tensor(windows).reshape<Tensor4D>([-1, ...shape]));
    this.#windows += input.shape[0];
    const trust = this.#windows / (this.#windows + this.#halfTrust);
    let x: Tensor = input;
    for (const layer of this.#model.layers.slice(1)) {
      const own = this.#blocks.get(layer.name);
      const next: Tensor = own
        ? own.block.apply(x as Tensor4D, trust * own.share, weights ?? new Array<number>(input.shape[0]).fill(1))
        : layer.apply(x, { training: false }) as Tensor;
      x.dispose();
      x = next;
    }
    const logits = await x.data() as Float32Array;
    x.dispose();
    return logits;
  }

  /** Frees the statistics. */
  dispose(): void {
    for (const { block } of this.#blocks.values()) block.dispose();
  }
}
