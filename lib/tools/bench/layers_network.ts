import type { LayersModel, SymbolicTensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { MeanOverTime } from "../../network/model/article_network.ts";

const tf = await backend();

/**
 * Builds the article's network from tfjs' own layers, a convolution and a normalisation a branch, as anyone would write
 * it; for comparison.
 */
export function layersNetwork(): LayersModel {
  const normalize = (x: SymbolicTensor) => apply(tf.layers.batchNormalization({ epsilon: 1e-5, momentum: 0.9 }), x);
  const relu = (x: SymbolicTensor) => apply(tf.layers.reLU(), x);
  const add = (xs: SymbolicTensor[]) => tf.layers.add().apply(xs) as SymbolicTensor;
  const input = tf.input({ shape: [128, 9, 1] });
  let x: SymbolicTensor = input;
  for (const filters of [64, 128, 256, 512]) {
    const width = x.shape[3] === 1 ? filters : x.shape[3]! / 4;
    const padded = apply(tf.layers.zeroPadding2d({ padding: [[1, 1], [0, 0]] }), x);
    const inTime = (filters: number) =>
      normalize(apply(tf.layers.conv2d({ filters, kernelSize: [3, 1], strides: [2, 1] }), padded));
    const branch = () => normalize(apply(tf.layers.conv2d({ filters, kernelSize: 1 }), relu(inTime(width))));
    x = relu(add([relu(add(Array.from({ length: 4 }, branch))), inTime(filters)]));
  }
  x = apply(tf.layers.flatten(), apply(new MeanOverTime({}), x));
  return tf.model({ inputs: input, outputs: apply(tf.layers.dense({ units: 6 }), x), name: "layers_network" });
}

function apply(layer: InstanceType<typeof tf.layers.Layer>, x: SymbolicTensor): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor;
}
