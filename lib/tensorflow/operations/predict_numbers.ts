import type { LayersModel, Tensor } from "../backend/tensor_types.ts";
import { backend } from "../backend/backend.ts";

const tf = await backend();

/**
 * Predicts windows, given as numbers in the order of the network's input, by its operations; returns the logits'
 * numbers.
 */
export async function predictNumbers(model: LayersModel, windows: Float32Array): Promise<Float32Array> {
  const shape = model.inputs[0].shape.slice(1) as number[];
  const logits = tf.tidy(() => model.apply(tf.tensor(windows).reshape([-1, ...shape]), { training: false }) as Tensor);
  const values = await logits.data() as Float32Array;
  logits.dispose();
  return values;
}
