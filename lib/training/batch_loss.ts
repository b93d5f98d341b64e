import type { LayersModel, Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";

const tf = await backend();

/**
 * Runs a network in training mode on a batch of windows [batch, time, sensor, 1] with their activities [batch], counted from
 * 0; returns their mean cross-entropy (nats) and how many windows were right. Gradients flow through `loss`.
 */
export function batchLoss(model: LayersModel, batch: Tensor[]): { loss: Scalar; values: [correct: Scalar] } {
  const [windows, truth] = batch as [Tensor4D, Tensor1D];
  const logits = model.apply(windows, { training: true }) as Tensor2D;
  const correct = logits.argMax(1).equal(truth).sum<Scalar>();
  const loss = tf.losses.softmaxCrossEntropy(tf.oneHot(truth, logits.shape[1]), logits) as Scalar;
  return { loss, values: [correct] };
}
