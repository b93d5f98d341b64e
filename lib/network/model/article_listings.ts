import type { LayersModel, SymbolicTensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { GroupedConv2D } from "./grouped_convolution_layer.ts";
import { MeanOverTime } from "./article_network.ts";

const tf = await backend();

/**
 * The article's listing `GroupedConvolution` (section 3.1): a convolution with as many groups as input channels, then
 * conv 1x1, BN, ReLU. No convolution has a bias. It is a depthwise separable convolution, the one case G = in of a
 * grouped one.
 */
export function separableListing(
  input: SymbolicTensor,
  options: { filters: number; kernelSize?: number; name?: string },
): SymbolicTensor {
  const { filters, kernelSize = 3, name = "separable" } = options;
  const channels = input.shape.at(-1)!;
  const depthwise = conv(input, { name: `${name}_depthwise`, filters: channels, kernelSize, groups: channels });
  const pointwise = conv(depthwise, { name: `${name}_pointwise`, filters });
  return relu(normalize(pointwise, name), name);
}

/** Settings of {@link blockListing}. */
export interface BlockListingOptions {
  /** Start of the layers' names. */
  name: string;
  /** Output channels. */
  filters: number;
  /** Parallel branches, `groups` in the listing. Default: 32. */
  groups?: number;
}

/**
 * The article's listing `ResNextBlock` (section 3.2), over time: branches of conv 1x1, in -> out/4; BN; ReLU; conv
 * (3,1) with stride (2,1); BN; ReLU; conv 1x1, out/4 -> out. They are summed, the shortcut (conv 1x1 with the stride;
 * BN) is added, and ReLU follows. Every branch sees the whole input: the listing has branches, not groups.
 */
export function blockListing(input: SymbolicTensor, options: BlockListingOptions): SymbolicTensor {
  const { name, filters, groups = 32 } = options;
  const width = filters / 4;
  const branches = Array.from({ length: groups }, (_, index) => {
    const branch = `${name}_branch${index + 1}`;
    const reduced = relu(
      normalize(conv(input, { name: `${branch}_reduce`, filters: width }), `${branch}_reduce`),
      `${branch}_reduce`,
    );
    const strided = conv(reduced, {
      name: `${branch}_conv`,
      filters: width,
      kernelSize: [3, 1],
      strides: [2, 1],
      padding: [1, 0],
    });
    return conv(relu(normalize(strided, `${branch}_conv`), `${branch}_conv`), { name: `${branch}_expand`, filters });
  });
  const shortcut = conv(input, { name: `${name}_shortcut`, filters, strides: [2, 1], padding: [0, 0] });
  const summed = tf.layers.add({ name: `${name}_sum` }).apply([...branches, normalize(shortcut, `${name}_shortcut`)]);
  return relu(summed as SymbolicTensor, name);
}

/**
 * The network around the block that the article lists (section 3.3): channels 1 -> 64 -> 128 -> 256 -> 512, the time
 * axis halved by each block, mean over time, dense to the classes. Takes windows [batch, time, sensor, 1] and returns
 * logits.
 *
 * @param options Groups of its convolutions and samples of a window, if they are other than listed.
 */
export function listedNetwork(options: { groups?: number; windowLength?: number } = {}): LayersModel {
  const { groups = 32, windowLength = 128 } = options;
  const input = tf.input({ shape: [windowLength, 9, 1], name: "windows" });
  let x: SymbolicTensor = input;
  for (const [index, filters] of [64, 128, 256, 512].entries()) {
    x = blockListing(x, { name: `block_${index + 1}`, filters, groups });
  }
  x = new MeanOverTime({ name: "mean_over_time" }).apply(x) as SymbolicTensor;
  x = tf.layers.flatten({ name: "flatten" }).apply(x) as SymbolicTensor;
  const logits = tf.layers.dense({
    units: 6,
    name: "logits",
    kernelInitializer: tf.initializers.heNormal({ seed: 1 }),
  });
  return tf.model({ inputs: input, outputs: logits.apply(x) as SymbolicTensor, name: "listed_network" });
}

function conv(
  input: SymbolicTensor,
  options: Omit<ConstructorParameters<typeof GroupedConv2D>[0], "kernelSize"> & {
    kernelSize?: number | [number, number];
  },
): SymbolicTensor {
  const { kernelSize = 1, ...rest } = options;
  return new GroupedConv2D({ kernelSize, useBias: false, ...rest }).apply(input) as SymbolicTensor;
}

function normalize(input: SymbolicTensor, name: string): SymbolicTensor {
  return tf.layers.batchNormalization({ name: `${name}_normalization`, epsilon: 1e-5 }).apply(input) as SymbolicTensor;
}

function relu(input: SymbolicTensor, name: string): SymbolicTensor {
  return tf.layers.reLU({ name: `${name}_relu` }).apply(input) as SymbolicTensor;
}
