import type { LayersModel, Tensor, Variable } from "../../tensorflow/backend/tensor_types.ts";
import type { GraphTrainingOptions } from "../../tensorflow/graph/graph_training.ts";
import { batchLoss, type BatchLossOptions } from "./batch_loss.ts";

/** Returns what training steps need to know of a network and its data: windows and activities. */
export function trainingOf(
  model: LayersModel,
  data: Tensor[],
  options: BatchLossOptions = {},
): Pick<GraphTrainingOptions, "weights" | "averages" | "data" | "loss"> {
  return {
    weights: variables(model.trainableWeights),
    averages: variables(model.nonTrainableWeights),
    data,
    loss: (batch, chance) => batchLoss(model, batch, { ...options, chance }),
  };
}

/** Returns the variables behind the weights of a network's layers. */
export function variables(weights: LayersModel["weights"]): Variable[] {
  return weights.map((weight) => weight.read() as Variable);
}
