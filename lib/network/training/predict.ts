import type { LayersModel, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import type { WindowTensors } from "../../data/windows/window_tensors.ts";
import type { Precision } from "../../tensorflow/backend/precision.ts";
import { Predictor } from "../model/predictor.ts";
import { crossEntropyOf, rowsOf, softmax } from "../model/softmax.ts";

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

/** Settings of {@link predict}. */
export interface PredictOptions {
  /** Windows that are copied from the device at a time. Default: 1024. */
  batch?: number;
  /** In what convolutions and matrix products compute. Default: `"float32"`. */
  precision?: Precision;
}

/**
 * Predicts the windows of some rows in evaluation mode; memory does not grow with the number of rows.
 */
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
      const some = tf.tidy(() => tf.gather<Tensor4D>(windows, rows.subarray(start, start + batch)));
      logits.push(...rowsOf(await predictor.logits(await some.data() as Float32Array), classes));
      some.dispose();
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
