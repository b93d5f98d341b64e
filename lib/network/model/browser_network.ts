import type { Layer, LayersModel, SymbolicTensor, Tensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import type { Standardization } from "../../data/windows/window_tensors.ts";
import { isOwnLayer, layersOf } from "./check_network.ts";
import { GroupedConv2D } from "./grouped_convolution_layer.ts";
import { MeanOverTime } from "./article_network.ts";
import { ResidualBlock } from "./residual_block.ts";

const tf = await backend();

/**
 * Returns a network of TensorFlow.js' own layers that predicts what a trained one predicts, so that a browser can load
 * it without any code of this project. It takes windows as they were measured, [batch, time, sensor] in g and rad/s,
 * and returns probabilities [batch, activity]: the standardisation is its first layer, and the batch normalisations are
 * folded into the article's kernels. The caller disposes it.
 *
 * Throws one sentence if the network has a layer that TensorFlow.js does not have.
 */
export function browserNetwork(
  model: LayersModel,
  { mean, deviation }: Standardization,
): LayersModel {
  const article = model.layers.some((layer) => layer instanceof ResidualBlock);
  const unknown = unknownToBrowsers(model);
  if (unknown) {
    throw new Error(`${model.name} cannot be exported: TensorFlow.js has no layer such as ${unknown.name}.`);
  }
  const [time, sensors] = model.inputs[0].shape.slice(1) as number[];
  const input = tf.input({ shape: [time, sensors], name: "windows" });
  const scale = tf.layers.batchNormalization({ name: "standardization", epsilon: 0, center: false, scale: false });
  let x = scale.apply(input) as SymbolicTensor;
  tf.tidy(() => scale.setWeights([tf.tensor1d(mean), tf.square(tf.tensor1d(deviation))]));
  x = tf.layers.reshape({ name: "one_channel", targetShape: [time, sensors, 1] }).apply(x) as SymbolicTensor;
  if (!article) {
    const copy = clone(model);
    x = tf.layers.softmax({ name: "probabilities" }).apply(copy.apply(x)) as SymbolicTensor;
    return tf.model({ inputs: input, outputs: x, name: "activities" });
  }
  for (const layer of model.layers.slice(1)) {
    if (layer instanceof ResidualBlock) x = blockOf(layer, x);
    else if (layer instanceof MeanOverTime) {
      const poolSize: [number, number] = [x.shape[1]!, 1];
      x = tf.layers.averagePooling2d({ name: layer.name, poolSize }).apply(x) as SymbolicTensor;
    } else if (layer.getClassName() === "Flatten") {
      x = tf.layers.flatten({ name: layer.name }).apply(x) as SymbolicTensor;
    } else {
      const dense = tf.layers.dense({
        name: "probabilities",
        units: model.outputs[0].shape[1]!,
        activation: "softmax",
      });
      x = dense.apply(x) as SymbolicTensor;
      dense.setWeights(layer.getWeights());
    }
  }
  return tf.model({ inputs: input, outputs: x, name: "activities" });
}

/** Returns a layer that {@link browserNetwork} cannot export; undefined if there is none. */
export function unknownToBrowsers(model: LayersModel): Layer | undefined {
  return layersOf(model).find((layer) => isOwnLayer(layer) || layer instanceof GroupedConv2D);
}

/** Returns a network with the same layers, connections and weights. */
function clone(model: LayersModel): LayersModel {
  const kind = model.constructor as unknown as Parameters<typeof tf.serialization.registerClass>[0];
  const copy = kind.fromConfig(kind as never, model.getConfig() as never) as unknown as LayersModel;
  copy.setWeights(model.getWeights());
  return copy;
}

/** Applies a block as padding, three convolutions and an addition. */
function blockOf(block: ResidualBlock, x: SymbolicTensor): SymbolicTensor {
  const { name, channels, stride, branchChannels } = block;
  const { weights } = block.folded();
  const [branchKernel, branchBias, shortcutKernel, shortcutBias] = weights;
  const [pointwiseKernel, pointwiseBias] = weights.slice(-2);
  const convolve = (
    part: string,
    input: SymbolicTensor,
    [kernel, bias]: Tensor[],
    options: { filters: number; activation?: "relu"; strides?: [number, number] },
  ) => {
    const kernelSize = kernel.shape.slice(0, 2) as [number, number];
    const layer = tf.layers.conv2d({ name: `${name}_${part}`, kernelSize, ...options });
    const y = layer.apply(input) as SymbolicTensor;
    layer.setWeights([kernel, bias]);
    return y;
  };
  const strides: [number, number] = [stride, 1];
  const padded = tf.layers.zeroPadding2d({ name: `${name}_padding`, padding: [[1, 1], [0, 0]] }).apply(
    x,
  ) as SymbolicTensor;
  const inner = [block.depthwise ? fullKernel(branchKernel) : branchKernel, branchBias];
  const branches = convolve("branches", padded, inner, { filters: branchChannels, activation: "relu", strides });
  const product = pointwiseKernel.reshape([1, 1, branchChannels, channels]);
  const sum = convolve("sum", branches, [product, pointwiseBias], { filters: channels, activation: "relu" });
  const around = block.shortcut === "convolution"
    ? convolve("shortcut", padded, [shortcutKernel, shortcutBias], { filters: channels, strides })
    : x;
  tf.dispose([product, inner[0], ...weights]);
  if (block.shortcut === "none") return sum;
  const added = tf.layers.add({ name: `${name}_add` }).apply([sum, around]) as SymbolicTensor;
  return tf.layers.activation({ name, activation: "relu" }).apply(added) as SymbolicTensor;
}

/**
 * Returns the kernel [3, 1, channel, channel] of a convolution that sees each channel by itself, as [3, 1, channel, 1]
 * does: TensorFlow.js' depthwise convolution takes the same stride in time as over the sensors alone.
 */
function fullKernel(kernel: Tensor): Tensor {
  return tf.tidy(() => {
    const [taps, , channel] = kernel.shape;
    const diagonal = tf.eye(channel);
    return kernel.reshape([taps, 1, channel, 1]).mul(diagonal.reshape([1, 1, channel, channel]));
  });
}
