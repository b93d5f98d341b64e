import type { LayersModel, Tensor, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { hasRawKernels } from "../../tensorflow/backend/raw_kernel.ts";
import type { Precision } from "../../tensorflow/backend/precision.ts";
import { GraphPrediction } from "../../tensorflow/graph/graph_prediction.ts";
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

/** How {@link predict} computes. */
export interface PredictOptions {
  /** Windows that are copied from the device at a time. Default: 1024. */
  batch?: number;
  /** In what convolutions and matrix products compute. Default: `"float32"`. */
  precision?: Precision;
}

/** Predicts the windows of some rows in evaluation mode; memory does not grow with the number of rows. */
export async function predict(
  model: LayersModel,
  { windows, labels }: WindowTensors,
  rows: Int32Array,
  { batch = 1024, precision }: PredictOptions = {},
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
      parts.push(...await applyToNumbers(this.#model, windows.subarray(start, start + size)));
    }
    return Float32Array.from(parts);
  }

  /** Predicts one window, or a few, while the event loop waits if there is a graph: it saves a change of threads. */
  async logitsAtOnce(windows: Float32Array): Promise<Float32Array> {
    return this.#graph ? this.#graph.predictSync(windows) : await applyToNumbers(this.#model, windows);
  }

  /** Frees what was copied. */
  dispose(): void {
    this.#graph?.dispose();
    this.#folded?.dispose();
  }
}

/** Applies a network to numbers in the order of its input, on whatever backend is in use, and returns its numbers. */
async function applyToNumbers(model: LayersModel, values: Float32Array): Promise<Float32Array> {
  const shape = model.inputs[0].shape.slice(1) as number[];
  const output = tf.tidy(() => model.apply(tf.tensor(values).reshape([-1, ...shape]), { training: false }) as Tensor);
  const numbers = await output.data() as Float32Array;
  output.dispose();
  return numbers;
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
