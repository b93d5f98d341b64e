import type { LayersModel } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../../lib/tensorflow/backend/backend.ts";

const tf = await backend();

/** Gives a network moving averages, scales and shifts as if it had been trained. */
export function unsettle(model: LayersModel): void {
  for (const [seed, weight] of model.weights.entries()) {
    if (!/moving|gamma|beta|bias/.test(weight.name)) continue;
    const value = tf.randomUniform(weight.shape as number[], 0.5, 1.5, "float32", seed + 1);
    weight.write(value);
    value.dispose();
  }
}
