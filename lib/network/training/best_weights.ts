import type { LayersModel, Tensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { stateOf, type TrainingState } from "../../tensorflow/graph/graph_training.ts";
import type { Epoch } from "./trained.ts";

const tf = await backend();

/** Keeps the weights of the best epoch on the device. */
export class BestWeights {
  readonly #model: LayersModel;
  #weights: Tensor[] = [];
  #epoch: Epoch | undefined;
  #since = 0;

  constructor(model: LayersModel) {
    this.#model = model;
  }

  /** Epochs since the best one. */
  get since(): number {
    return this.#since;
  }

  /**
   * Keeps the network's weights if they are the best so far: by validation accuracy, and of equals by the smallest
   * loss. Without a validation none is.
   */
  consider(epoch: Epoch): void {
    if (!this.#count(epoch)) return;
    tf.dispose(this.#weights);
    this.#weights = this.#model.getWeights().map((weight) => weight.clone());
  }

  /** Copies the best weights to the host. */
  async state(): Promise<TrainingState> {
    return new Map(
      await Promise.all(this.#weights.map(async (weight, i) =>
        [
          `best/${i}`,
          { shape: weight.shape, values: (await weight.data() as Float32Array).slice() },
        ] as const
      )),
    );
  }

  /** Continues from a state and the epochs that led to it. */
  restore(state: TrainingState, history: Epoch[]): void {
    for (const epoch of history) this.#count(epoch);
    if (!this.#epoch) return;
    tf.dispose(this.#weights);
    this.#weights = this.#model.getWeights().map(({ shape }, i) =>
      tf.tensor(stateOf(state, `best/${i}`, shape), shape)
    );
  }

  /** Gives the network the best weights, frees them, and returns their epoch; 0 if no epoch was finished. */
  give(): number {
    if (this.#weights.length > 0) this.#model.setWeights(this.#weights);
    this.dispose();
    return this.#epoch?.epoch ?? 0;
  }

  dispose(): void {
    tf.dispose(this.#weights);
    this.#weights = [];
  }

  #count(epoch: Epoch): boolean {
    const { validationAccuracy, validationLoss } = epoch;
    if (validationAccuracy === undefined || validationLoss === undefined) return false;
    const { validationAccuracy: bestAccuracy = -Infinity, validationLoss: bestLoss = Infinity } = this.#epoch ?? {};
    const better = validationAccuracy > bestAccuracy ||
      (validationAccuracy === bestAccuracy && validationLoss < bestLoss);
    if (better) this.#epoch = epoch;
    this.#since = better ? 0 : this.#since + 1;
    return better;
  }
}
