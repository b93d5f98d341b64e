import type { Shape, Tensor, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";

const tf = await backend();

/**
 * Averages over the time axis: [batch, time, sensor, channel] to [batch, sensor, channel], for windows of any length
 * (article, section 3.3: adaptive average pooling to (1, sensors)).
 */
export class MeanOverTime extends tf.layers.Layer {
  static className = "MeanOverTime";

  override computeOutputShape(inputShape: Shape): Shape {
    const [batch, , sensor, channel] = inputShape;
    return [batch, sensor, channel];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => (Array.isArray(inputs) ? inputs[0] : inputs as Tensor4D).mean(1));
  }
}

tf.serialization.registerClass(MeanOverTime);
