import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { hasRawKernels } from "../../tensorflow/backend/raw_kernel.ts";
import { GraphPrediction } from "../../tensorflow/graph/graph_prediction.ts";
import type { Precision } from "../../tensorflow/backend/precision.ts";
import { predictNumbers } from "../../tensorflow/operations/predict_numbers.ts";
import { canFold, fold } from "./fold.ts";

/** Windows that a backend without graphs predicts at once: the largest tensor then fits WebGPU's promised 128 MiB. */
const batchWithoutGraph = 128;

/**
 * Predicts any number of windows by a network as it is now: folded if it can be, as a TensorFlow graph if the backend has
 * graphs, in chunks, so that memory does not grow with the number of windows. Free it by {@link Predictor.dispose}.
 */
export class Predictor {
  readonly #model: LayersModel;
  readonly #folded?: LayersModel;
  readonly #graph?: GraphPrediction;

  /** Takes a network, whose weights it copies. */
  constructor(model: LayersModel, options: { precision?: Precision } = {}) {
    this.#folded = canFold(model) ? fold(model) : undefined;
    this.#model = this.#folded ?? model;
    this.#graph = hasRawKernels() ? new GraphPrediction(this.#model, options) : undefined;
  }

  /** Returns the logits of windows, both as numbers in the order of the network's input and output. */
  async logits(windows: Float32Array): Promise<Float32Array> {
    if (this.#graph) return await this.#graph.predict(windows);
    const size = batchWithoutGraph * this.#model.inputs[0].shape.slice(1).reduce<number>((a, b) => a * b!, 1);
    const parts: number[] = [];
    for (let start = 0; start < windows.length; start += size) {
      parts.push(...await predictNumbers(this.#model, windows.subarray(start, start + size)));
    }
    return Float32Array.from(parts);
  }

  /** Frees what was copied. */
  dispose(): void {
    this.#graph?.dispose();
    this.#folded?.dispose();
  }
}
