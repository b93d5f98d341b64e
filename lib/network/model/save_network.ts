import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { quantizeWeights, type StoredWeights, type WeightStorage } from "./quantize_weights.ts";

const tf = await backend();

/**
 * Writes a network to a folder, for `tf.loadLayersModel`: `model.json` and `weights.bin`. Weights are stored as
 * `weights` says. Default: `"float32"`.
 */
export async function saveNetwork(
  model: LayersModel,
  folder: string,
  { weights = "float32" }: { weights?: WeightStorage } = {},
): Promise<void> {
  await model.save(tf.io.withSaveHandler((artifacts) => {
    const stored = quantizeWeights(artifacts as unknown as StoredWeights, weights);
    return tf.io.getSaveHandlers(`file://${folder}`)[0].save!({ ...artifacts, ...stored } as typeof artifacts);
  }));
}
