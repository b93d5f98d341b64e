import type { Shape, Tensor } from "../../tensorflow/backend/tensor_types.ts";
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
    return meanOverTime(Array.isArray(inputs) ? inputs[0] : inputs);
  }
}

/** The mean, with a gradient that needs no ones of the input's size, which tfjs would make and send to a GPU each time. */
const meanOverTime = tf.customGrad((x) => {
  const steps = (x as Tensor).shape[1]!;
  const gradFunc = (dy: Tensor) => tf.tile(dy.div(steps).expandDims(1), [1, steps, 1, 1]);
  return { value: (x as Tensor).mean(1), gradFunc };
}) as (x: Tensor) => Tensor;

tf.serialization.registerClass(MeanOverTime);
