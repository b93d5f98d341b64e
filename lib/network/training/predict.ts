import type { LayersModel, Tensor2D, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import type { Precision } from "../../tensorflow/backend/precision.ts";
import { GraphPrediction } from "../../tensorflow/graph/graph_prediction.ts";
import { NotAGraph } from "../../tensorflow/graph/record_graph.ts";
import type { WindowTensors } from "../../data/windows/window_tensors.ts";
import { canFold, fold } from "../model/fold.ts";

const tf = await backend();

/** What a network says of some windows. */
export interface Predictions {
  /** The most probable class of each window, counted from 0. */
  predicted: Int32Array;
  /** Probabilities of all classes, a row a window. */
  probabilities: number[][];
  /** Mean cross-entropy of the true classes, nats. */
  loss: number;
  accuracy: number;
}

/**
 * Predicts the windows of some rows in evaluation mode; memory does not grow with the number of rows. `batch` windows,
 * 1024 by default, are copied from the device at a time; convolutions and matrix products compute in `precision`, by
 * default float32.
 */
export async function predict(
  model: LayersModel,
  { windows, labels }: WindowTensors,
  rows: Int32Array,
  { batch = 1024, precision }: { batch?: number; precision?: Precision } = {},
): Promise<Predictions> {
  const classes = model.outputs[0].shape[1]!;
  const truth = await labels.data();
  const predictor = new Predictor(model, { precision });
  const logits: number[][] = [];
  try {
    for (let start = 0; start < rows.length; start += batch) {
      const part = tf.tidy(() => tf.gather<Tensor4D>(windows, rows.subarray(start, start + batch)));
      logits.push(...rowsOf(await predictor.logits(await part.data() as Float32Array), classes));
      part.dispose();
    }
  } finally {
    predictor.dispose();
  }
  const predicted = Int32Array.from(logits, (row) => row.indexOf(Math.max(...row)));
  const mean = (value: (row: number, index: number) => number) =>
    rows.reduce((sum, row, index) => sum + value(row, index), 0) / rows.length;
  return {
    predicted,
    probabilities: logits.map((row) => softmax(row)),
    loss: mean((row, index) => crossEntropyOf(logits[index], truth[row])),
    accuracy: mean((row, index) => predicted[index] === truth[row] ? 1 : 0),
  };
}

/**
 * Predicts any number of windows by a network as it is now: folded if it can be, as a TensorFlow graph, in chunks, so that
 * memory does not grow with the number of windows. Free it by {@link Predictor.dispose}.
 */
export class Predictor {
  readonly #model: LayersModel;
  readonly #folded?: LayersModel;
  readonly #graph: GraphPrediction;
  #opByOp = false;

  /** Takes a network, whose weights it copies; one that cannot be a graph predicts operation by operation. */
  constructor(model: LayersModel, options: { precision?: Precision } = {}) {
    this.#model = model;
    this.#folded = canFold(model) ? fold(model) : undefined;
    this.#graph = new GraphPrediction(this.#folded ?? model, options);
  }

  /** Returns the logits of windows, both as numbers in the order of the network's input and output. */
  async logits(windows: Float32Array): Promise<Float32Array> {
    if (this.#opByOp) return this.logitsAtOnce(windows);
    return await this.#graph.predict(windows).catch((error) => this.#withoutGraph(error, windows));
  }

  /** Predicts one window, or a few, while the event loop waits, which saves a change of threads. */
  logitsAtOnce(windows: Float32Array): Float32Array {
    if (!this.#opByOp) {
      try {
        return this.#graph.predictSync(windows);
      } catch (error) {
        return this.#withoutGraph(error, windows);
      }
    }
    const shape = [-1, ...this.#model.inputs[0].shape.slice(1)] as number[];
    return tf.tidy(() =>
      (this.#model.apply(tf.tensor(windows).reshape(shape), { training: false }) as Tensor2D).dataSync<"float32">()
    );
  }

  #withoutGraph(error: unknown, windows: Float32Array): Float32Array {
    if (!(error instanceof NotAGraph)) throw error;
    this.#opByOp = true;
    return this.logitsAtOnce(windows);
  }

  /** Frees what was copied. */
  dispose(): void {
    this.#graph.dispose();
    this.#folded?.dispose();
  }
}

/** Returns the rows of logits, whose rows have so many classes. */
export function rowsOf(logits: Float32Array, classes: number): number[][] {
  return Array.from(
    { length: logits.length / classes },
    (_, row) => [...logits.subarray(row * classes, (row + 1) * classes)],
  );
}

/** Returns the probabilities of a row of logits, at a temperature by which they are divided. Default: 1. */
export function softmax(logits: number[], temperature = 1): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((value) => Math.exp((value - largest) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Returns the cross-entropy of a row of logits and a true class, nats; finite also where a probability rounds to 0. */
export function crossEntropyOf(logits: number[], truth: number): number {
  const largest = Math.max(...logits);
  return largest - logits[truth] + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
