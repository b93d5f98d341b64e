import type { DataFrame } from "../../data/signals/data_frame.ts";
import type { Tensor2D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { windowFeatures } from "./window_features.ts";

const tf = await backend();

/**
 * Returns hand-made features of windows as a tensor [window, feature]: the 561 that UCI-HAR publishes if the frame has
 * them, else the 153 of {@link windowFeatures}. The caller disposes it.
 */
export function featureMatrix(frame: DataFrame): Tensor2D {
  if (frame.columns.includes("features")) {
    const values = frame.getColumn("features").explode().toTypedArray() as Float32Array;
    return tf.tensor2d(Float32Array.from(values), [frame.height, values.length / frame.height]);
  }
  const features = windowFeatures(frame);
  return tf.tidy(() => {
    const columns = features.columns.map((name) =>
      tf.tensor1d(Float32Array.from(features.getColumn(name).toTypedArray() as Float32Array))
    );
    return tf.stack(columns, 1) as Tensor2D;
  });
}
