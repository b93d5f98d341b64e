import type { LayersModel, SymbolicTensor } from "../../tensorflow/backend/tensor_types.ts";
import { GroupedConv2D } from "./grouped_convolution_layer.ts";
import { MeanOverTime } from "./article_network.ts";
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
  return model.layers
    .map((layer) => ({
      layer: layer.name,
      outputShape: size(layer.outputShape),
      parameters: layer.trainableWeights.reduce((sum, weight) => sum + product(size([null, ...weight.shape])), 0),
      ...operations(layer),
    }))
    .filter(({ parameters, flops }) => parameters > 0 || flops > 0);
}

/**
 * Counts parameters and operations of a network, see {@link Cost}. Throws for a layer that it does not know.
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

/** Layers that only move, compare or add: they count nothing. */
const free = ["InputLayer", "Flatten", "Activation", "ReLU", "Add", "MaxPooling2D", "ZeroPadding2D", "Dropout"];

function operations(layer: Layer): Pick<Cost, "flops" | "multiplyAdds"> {
  const output = size(layer.outputShape);
  const input = () => size((layer.input as SymbolicTensor).shape);
  const multiplied = (multiplyAdds: number, others = 0) => ({ flops: multiplyAdds + others, multiplyAdds });
  const name = layer.getClassName();
  if (free.includes(name)) return multiplied(0);
  switch (name) {
    case "Dense":
      return multiplied(input().at(-1)! * product(output));
    case "Conv1D":
    case "Conv2D":
    case "DepthwiseConv2D":
    case GroupedConv2D.className:
      return multiplied(convolution(layer, output));
    case "BatchNormalization":
      return multiplied(0, 4 * product(output));
    case "GlobalAveragePooling2D":
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
    default:
      throw new Error(`It is not known how to count the operations of layer ${layer.name} (${name}).`);
  }
}

/** Each element of the output takes one multiply-accumulate for each weight of the kernel that leads to its channel. */
function convolution(layer: Layer, output: number[]): number {
  const kernel = layer.weights.find((weight) => /(^|_|\/)kernel$/.test(weight.originalName))!;
  const weightsOfAChannel = product(size([null, ...kernel.shape])) / output.at(-1)!;
  return product(output) * weightsOfAChannel;
}

/** Returns a shape without its first axis. */
function size(shape: unknown): number[] {
  return (shape as (number | null)[]).slice(1).map((length) => length ?? 1);
}

function product(lengths: number[]): number {
  return lengths.reduce((a, b) => a * b, 1);
}
