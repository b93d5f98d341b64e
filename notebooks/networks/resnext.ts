import { backend, groupedConv2d, type Layer, type LayersModel, middleWidths, type NetworkSettings } from "har";
import type { SymbolicTensor } from "har";

const tf = await backend();
const { layers } = tf;

/**
 * A ResNeXt for windows of sensors (Xie et al. 2017, figure 3c): in each block conv 1x1, a convolution over time in
 * `cardinality` groups, conv 1x1, each normalised; and a shortcut. It has as many parameters as the article's measured
 * network within 1%, whatever its number of groups: the more groups, the wider the middle.
 */
export default function resnext({ windowLength, sensors, answers, cardinality }: NetworkSettings): LayersModel {
  const windows = tf.input({ shape: [windowLength, sensors, 1] });
  const widths = middleWidths(cardinality);
  let x: SymbolicTensor = windows;
  for (const [index, filters] of [64, 128, 256, 512].entries()) x = block(x, filters, widths[index], cardinality);
  x = apply(x, layers.averagePooling2d({ poolSize: [x.shape[1]!, 1] }), layers.flatten());
  return tf.model({ inputs: windows, outputs: apply(x, layers.dense({ units: answers })), name: "resnext" });
}

function block(x: SymbolicTensor, filters: number, width: number, groups: number): SymbolicTensor {
  const reduced = apply(normalized(x, conv(width)), layers.reLU());
  const overTime = { kernelSize: [3, 1], strides: [2, 1], padding: [1, 0], useBias: false } as const;
  const middle = groupedConv2d({ filters: width, groups, ...overTime });
  const grouped = apply(normalized(reduced, middle), layers.reLU());
  const expanded = normalized(grouped, conv(filters));
  const shortcut = normalized(x, conv(filters, [2, 1]));
  return apply(layers.add().apply([expanded, shortcut]) as SymbolicTensor, layers.reLU());
}

function conv(filters: number, strides: [number, number] = [1, 1]): Layer {
  return layers.conv2d({ filters, kernelSize: 1, strides, useBias: false });
}

function normalized(x: SymbolicTensor, layer: Layer): SymbolicTensor {
  return apply(x, layer, layers.batchNormalization({ epsilon: 1e-5, momentum: 0.9 }));
}

function apply(x: SymbolicTensor, ...chain: Layer[]): SymbolicTensor {
  return chain.reduce((x, layer) => layer.apply(x) as SymbolicTensor, x);
}
