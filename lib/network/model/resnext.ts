import type { LayersModel, SymbolicTensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { GroupedConv2D } from "./grouped_convolution_layer.ts";

const tf = await backend();

/** Blocks of each stage, by the depth of the network (Xie et al. 2017, table 1 and section 5.2). */
const stages = { 29: [3, 3, 3], 50: [3, 4, 6, 3], 101: [3, 4, 23, 3] };

/** Settings of {@link resnext}; the defaults are ResNeXt-50 32x4d. */
export interface ResnextOptions {
  /** Number of layers with weights: 50 and 101 for pictures of 224 x 224, 29 for 32 x 32. Default: 50. */
  depth?: 29 | 50 | 101;
  /** Number of groups, C. Default: 32. */
  cardinality?: number;
  /** Channels of a group in the first stage, d. Default: 4. */
  groupWidth?: number;
  /** Default: 1000, ImageNet's. */
  classes?: number;
  /**
   * Seed of the initial weights; null makes all kernels zero, which is quick if a network is only counted. Default: 1.
   */
  seed?: number | null;
}

export interface BottleneckOptions {
  name: string;
  /** Channels inside, C * d. */
  width: number;
  /** Channels at the end. */
  filters: number;
  groups: number;
  /** Of the middle convolution and the shortcut. */
  stride: number;
  seed: number | null;
}

/**
 * Builds ResNeXt-D CxW (Xie et al. 2017, arXiv 1611.05431): stem, stages of bottlenecks with grouped convolutions, mean
 * over the picture, dense. Takes pictures [batch, size, size, 3] and returns logits [batch, class].
 *
 * The strides, paddings and parameters are torchvision's: 25,028,904 for 50 32x4d.
 *
 * @param options Differences from ResNeXt-50 (32x4d).
 */
export function resnext(options: ResnextOptions = {}): LayersModel {
  const { depth = 50, cardinality = 32, groupWidth = 4, classes = 1000, seed = 1 } = options;
  const small = depth === 29;
  const size = small ? 32 : 224;
  const input = tf.input({ shape: [size, size, 3], name: "pictures" });
  let x = convolution(input, { name: "stem", filters: 64, kernelSize: small ? 3 : 7, stride: small ? 1 : 2, seed });
  x = apply(tf.layers.reLU({ name: "stem_relu" }), x);
  if (!small) {
    const padded = apply(tf.layers.zeroPadding2d({ padding: 1, name: "stem_padding" }), x);
    x = apply(tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "valid", name: "stem_pooling" }), padded);
  }
  for (const [stage, blocks] of stages[depth].entries()) {
    for (let block = 0; block < blocks; block++) {
      x = bottleneck(x, {
        name: `stage${stage + 1}_block${block + 1}`,
        width: cardinality * groupWidth * 2 ** stage,
        filters: 256 * 2 ** stage,
        groups: cardinality,
        stride: stage > 0 && block === 0 ? 2 : 1,
        seed: seed === null ? null : seed * 1000 + stage * 100 + block * 10,
      });
    }
  }
  x = apply(tf.layers.globalAveragePooling2d({ name: "mean" }), x);
  const dense = tf.layers.dense({ units: classes, name: "logits", kernelInitializer: initializer(seed) });
  return tf.model({ inputs: input, outputs: apply(dense, x), name: `resnext${depth}_${cardinality}x${groupWidth}d` });
}

/**
 * The basic unit (article, section 2.2): conv 1x1 (reduce), BN, ReLU, grouped conv 3x3, BN, ReLU, conv 1x1 (expand),
 * BN; the input is added, through a 1x1 convolution if shapes differ, and ReLU follows.
 */
export function bottleneck(input: SymbolicTensor, options: BottleneckOptions): SymbolicTensor {
  const { name, width, filters, groups, stride, seed } = options;
  const next = (offset: number) => seed === null ? null : seed + offset;
  const relu = (part: string, x: SymbolicTensor) => apply(tf.layers.reLU({ name: `${name}_${part}_relu` }), x);
  const reduced = relu("reduce", convolution(input, { name: `${name}_reduce`, filters: width, seed: next(1) }));
  const middle = { name: `${name}_grouped`, filters: width, kernelSize: 3, groups, stride, seed: next(2) };
  const grouped = relu("grouped", convolution(reduced, middle));
  const expanded = convolution(grouped, { name: `${name}_expand`, filters, seed: next(3) });
  const same = stride === 1 && input.shape.at(-1) === filters;
  const shortcut = same ? input : convolution(input, { name: `${name}_shortcut`, filters, stride, seed: next(4) });
  return relu("sum", tf.layers.add({ name: `${name}_sum` }).apply([expanded, shortcut]) as SymbolicTensor);
}

/** A convolution without bias, padded by half its kernel on each side, and its batch normalisation. */
function convolution(
  input: SymbolicTensor,
  options: {
    name: string;
    filters: number;
    kernelSize?: number;
    groups?: number;
    stride?: number;
    seed: number | null;
  },
): SymbolicTensor {
  const { name, filters, kernelSize = 1, groups = 1, stride = 1, seed } = options;
  const half = (kernelSize - 1) / 2;
  const layer = new GroupedConv2D({
    name,
    filters,
    kernelSize,
    groups,
    strides: stride,
    padding: [half, half],
    useBias: false,
    seed,
  });
  return apply(tf.layers.batchNormalization({ name: `${name}_normalization`, epsilon: 1e-5 }), apply(layer, input));
}

function apply(layer: LayersModel["layers"][number], input: SymbolicTensor): SymbolicTensor {
  return layer.apply(input) as SymbolicTensor;
}

function initializer(seed: number | null) {
  return seed === null ? tf.initializers.zeros() : tf.initializers.heNormal({ seed });
}
