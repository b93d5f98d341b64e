import type { LayersModel, SymbolicTensor } from "../../tensorflow/backend/tensor_types.ts";
import { GroupedConv2D } from "./grouped_convolution_layer.ts";
import { MeanOverTime } from "./article_network.ts";
import { layersOf } from "./check_network.ts";
import { ResidualBlock } from "./residual_block.ts";

/** What a layer or a network costs. */
export interface Cost {
  /** Trainable parameters. */
  parameters: number;
  /**
   * Operations for one window by the article's way of counting: a multiply-accumulate of a convolution or a dense layer
   * counts 1, an element that goes through a batch normalisation 4, an element that is averaged 1; biases, ReLU and
   * sums count nothing.
   */
  flops: number;
  /** Of these the multiply-accumulates of convolutions and dense layers, the measure of most papers. */
  multiplyAdds: number;
}

/** The cost of one layer. */
export interface LayerCost extends Cost {
  /** Name of the layer. */
  layer: string;
  /** Without the batch axis. */
  outputShape: number[];
}

type Layer = LayersModel["layers"][number];

/**
 * Counts parameters and operations of each layer that has any, from the shapes of the built layers.
 *
 * @param model A network, built.
 */
export function layerCosts(model: LayersModel): LayerCost[] {
  return layersOf(model)
    .map((layer) => ({
      layer: layer.name,
      outputShape: size(layer.outputShape),
      parameters: parametersOf(layer),
      ...operations(layer) ?? refuse(layer),
    }))
    .filter(({ parameters, flops }) => parameters > 0 || flops > 0);
}

/**
 * Counts parameters and operations of a network, see {@link Cost}. Throws for a layer that it does not know, also one of
 * your own.
 *
 * @param model A network, built.
 */
export function cost(model: LayersModel): Cost {
  return layerCosts(model).reduce(
    (sum, layer) => ({
      parameters: sum.parameters + layer.parameters,
      flops: sum.flops + layer.flops,
      multiplyAdds: sum.multiplyAdds + layer.multiplyAdds,
    }),
    { parameters: 0, flops: 0, multiplyAdds: 0 },
  );
}

/**
 * Counts a network as {@link cost} does; its operations are null if it has a layer that cannot be counted, such as one of
 * your own.
 */
export function costIfCounted(model: LayersModel): { [Key in keyof Cost]: Cost[Key] | null } & { parameters: number } {
  if (layersOf(model).every(operations)) return cost(model);
  return { parameters: parametersOf(model), flops: null, multiplyAdds: null };
}

function parametersOf({ trainableWeights }: Pick<Layer, "trainableWeights">): number {
  return trainableWeights.reduce((sum, weight) => sum + product(size([null, ...weight.shape])), 0);
}

function refuse(layer: Layer): never {
  throw new Error(`It is not known how to count the operations of layer ${layer.name} (${layer.getClassName()}).`);
}

/** Layers that only move, compare, add or multiply element by element: they count nothing. */
const free =
  /^(InputLayer|Flatten|Reshape|Permute|RepeatVector|Masking|Activation|Softmax|.*ReLU|ELU|Add|Average|Maximum|Minimum|Multiply|Concatenate|.*MaxPooling.D|ZeroPadding2D|Cropping2D|UpSampling2D|.*Dropout.*|GaussianNoise)$/;

/** Returns a layer's operations; undefined if it is not known how to count them, or it is used more than once. */
function operations(layer: Layer): Pick<Cost, "flops" | "multiplyAdds"> | undefined {
  if (layer.inboundNodes.length > 1) return undefined;
  const output = size(layer.outputShape);
  const input = () => size((layer.input as SymbolicTensor).shape);
  const multiplied = (multiplyAdds: number, others = 0) => ({ flops: multiplyAdds + others, multiplyAdds });
  const name = layer.getClassName();
  if (free.test(name)) return multiplied(0);
  switch (name) {
    case "Dense":
      return multiplied(input().at(-1)! * product(output));
    case "Conv1D":
    case "Conv2D":
    case "DepthwiseConv2D":
    case "SeparableConv2D":
    case GroupedConv2D.className:
      return multiplied(product(output.slice(0, -1)) * kernels(layer));
    case "SimpleRNN":
    case "GRU":
    case "LSTM":
    case "Bidirectional":
      return multiplied(input()[0] * kernels(layer));
    case "BatchNormalization":
    case "LayerNormalization":
      return multiplied(0, 4 * product(output));
    case "GlobalAveragePooling1D":
    case "GlobalAveragePooling2D":
    case "AveragePooling1D":
    case "AveragePooling2D":
    case MeanOverTime.className:
      return multiplied(0, product(input()));
    case ResidualBlock.className: {
      const { cardinality, branchChannels, shortcutChannels, channels, depthwise } = layer as ResidualBlock;
      const positions = output[0] * output[1];
      const branches = branchChannels * (depthwise ? 1 : input()[2]);
      const merged = positions * 3 * (branches + input()[2] * shortcutChannels);
      const projection = positions * branchChannels * channels;
      const normalized = positions * (branchChannels + cardinality * channels + shortcutChannels);
      return multiplied(merged + projection, 4 * normalized);
    }
  }
}

/** Returns how many weights are in a layer's kernels: each takes one multiply-accumulate at each position or step. */
function kernels({ weights }: Layer): number {
  return weights.filter(({ originalName }) => /kernel$/.test(originalName))
    .reduce((sum, { shape }) => sum + product(size([null, ...shape])), 0);
}

/** Returns a shape without its first axis. */
function size(shape: unknown): number[] {
  return (shape as (number | null)[]).slice(1).map((length) => length ?? 1);
}

function product(lengths: number[]): number {
  return lengths.reduce((a, b) => a * b, 1);
}
