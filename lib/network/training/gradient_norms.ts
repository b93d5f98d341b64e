import type { LayersModel, Tensor1D, Tensor4D, Variable } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { ResidualBlock } from "../model/residual_block.ts";
import { batchLoss } from "./batch_loss.ts";
import { variables } from "./training_of.ts";

const tf = await backend();

/**
 * Returns how large the gradient of the loss is in each residual block, from the first to the last: the Euclidean norm
 * over the block's weights, for a batch of windows [batch, time, sensor, 1] and their activities [batch], counted from 0.
 * The network stays as it is.
 */
export async function gradientNorms(model: LayersModel, windows: Tensor4D, activities: Tensor1D): Promise<number[]> {
  const averages = variables(model.nonTrainableWeights);
  const before = averages.map((average) => average.clone());
  const blocks = model.layers.filter((layer) => layer instanceof ResidualBlock);
  const norms = tf.tidy(() => {
    const { grads } = tf.variableGrads(
      () => batchLoss(model, [windows, activities]).loss,
      variables(model.trainableWeights),
    );
    const square = ({ name }: Variable) => grads[name]?.square().sum() ?? tf.scalar(0);
    return tf.stack(blocks.map((block) => tf.addN(variables(block.trainableWeights).map(square)).sqrt()));
  });
  for (const [index, average] of averages.entries()) average.assign(before[index]);
  const values = [...await norms.data()];
  tf.dispose([norms, ...before]);
  return values;
}
