import type { LayersModel, Tensor1D, Tensor2D, Tensor4D } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";
import { hasRawKernels } from "../backend/raw_kernel.ts";
import type { WindowTensors } from "../data/windows/window_tensors.ts";

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
 * Returns how many windows to predict at once: with 128 the largest tensor fits into the 128 MiB that WebGPU promises
 * for a buffer.
 */
export function predictionBatch(): number {
  return hasRawKernels() ? 256 : 128;
}

/**
 * Predicts the windows of some rows, batch by batch, in evaluation mode. Memory does not grow with the number of rows.
 */
export async function predict(
  model: LayersModel,
  { windows, labels }: WindowTensors,
  rows: Int32Array,
  options: { batch?: number } = {},
): Promise<Predictions> {
  const { batch = predictionBatch() } = options;
  const predicted = new Int32Array(rows.length);
  const probabilities: number[][] = [];
  let [lossSum, hits] = [0, 0];
  for (let start = 0; start < rows.length; start += batch) {
    const [loss, correct, chosen, softmax] = tf.tidy(() => {
      const index = rows.subarray(start, start + batch);
      const truth = tf.gather(labels, index);
      const logits = model.apply(tf.gather<Tensor4D>(windows, index), { training: false }) as Tensor2D;
      const chosen = logits.argMax<Tensor1D>(1);
      const loss = tf.losses.softmaxCrossEntropy(tf.oneHot(truth, logits.shape[1]), logits).mul(index.length);
      return [loss, chosen.equal(truth).sum(), chosen, logits.softmax()] as const;
    });
    lossSum += (await loss.data())[0];
    hits += (await correct.data())[0];
    predicted.set(await chosen.data(), start);
    probabilities.push(...await softmax.array() as number[][]);
    tf.dispose([loss, correct, chosen, softmax]);
  }
  return { predicted, probabilities, loss: lossSum / rows.length, accuracy: hits / rows.length };
}
