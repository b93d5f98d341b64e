import type { LayersModel, Tensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { articleNetwork } from "./article_network.ts";
import { ResidualBlock } from "./residual_block.ts";

const tf = await backend();
type Layer = LayersModel["layers"][number];

/**
 * Returns the library's fast form of the measured network, with the weights of one that is written in TensorFlow.js' own
 * layers, a layer for each operation: it predicts the same. The caller disposes it.
 *
 * Throws one sentence if the network is not written so: blocks of branches with a convolution (3,1) and one of 1x1, and
 * a shortcut with a convolution (3,1), each followed by its batch normalisation.
 */
export function fastForm(model: LayersModel): LayersModel {
  const convolutions = model.layers.filter((layer) => layer.getClassName() === "Conv2D");
  const [pointwise, overTime] = [1, 3].map((size) =>
    convolutions.filter(({ weights }) => weights[0].shape[0] === size)
  );
  // In each block the convolutions of the branches come before that of the shortcut, which is nearer to the output.
  const blocks = overTime.length - pointwise.length;
  const cardinality = pointwise.length / blocks;
  const [windowLength, sensors] = model.inputs[0].shape.slice(1) as number[];
  const classes = model.outputs[0].shape[1]!;
  const branches = (block: number) => overTime.slice(block * (cardinality + 1), (block + 1) * (cardinality + 1));
  const channels = Array.from({ length: blocks }, (_, block) => branches(block).at(-1)!.weights[0].shape[3]!);
  const widths = channels.map((_, block) => branches(block)[0].weights[0].shape[3]!);
  try {
    const fast = articleNetwork({ channels, widths, cardinality, windowLength, sensors, classes });
    tf.tidy(() => {
      for (const [index, block] of fast.layers.filter((layer) => layer instanceof ResidualBlock).entries()) {
        const first = branches(index);
        const second = pointwise.slice(index * cardinality, (index + 1) * cardinality);
        const [kernel, ...vectors] = first.map(weightsOf).reduce(zip, []).map((parts) => tf.concat(parts, -1));
        const [pointwiseKernel, ...rows] = second.map(weightsOf).reduce(zip, []).map((parts) => tf.stack(parts));
        const shape = [cardinality, -1, channels[index]];
        const [trained, averages] = [[0, 3], [3, 5]].map((range) => [vectors.slice(...range), rows.slice(...range)]);
        block.setWeights([
          ...[kernel, ...trained[0], pointwiseKernel.reshape(shape), ...trained[1]],
          ...averages.flat(),
        ]);
      }
      fast.layers.at(-1)!.setWeights(model.layers.at(-1)!.getWeights());
    });
    return fast;
  } catch (error) {
    throw new Error(`${model.name} is not the measured network in layers: ${(error as Error).message}`);
  }
}

/** Returns kernel, bias, gamma, beta, moving mean and moving variance of a convolution and its normalisation. */
function weightsOf(convolution: Layer): Tensor[] {
  return [convolution, convolution.outboundNodes[0].outboundLayer].flatMap((layer) => layer.getWeights());
}

/** Adds the weights of one more convolution to lists of equal ones. */
function zip(lists: Tensor[][], weights: Tensor[]): Tensor[][] {
  return weights.map((weight, i) => [...lists[i] ?? [], weight]);
}
