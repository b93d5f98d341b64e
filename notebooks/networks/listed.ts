import { backend, type Layer, type LayersModel, type NetworkSettings, type SymbolicTensor } from "har";

const tf = await backend();
const { layers } = tf;

/**
 * The network that the article lists (sections 3.2 and 3.3), with `cardinality` branches a block: conv 1x1 to a quarter of
 * the output, conv (3,1) with stride 2, conv 1x1. It is the branched form of a ResNeXt (Xie et al. 2017, figure 3a).
 */
export default function listed({ windowLength, sensors, answers, cardinality }: NetworkSettings): LayersModel {
  const windows = tf.input({ shape: [windowLength, sensors, 1] });
  let x: SymbolicTensor = windows;
  for (const filters of [64, 128, 256, 512]) x = block(x, filters, cardinality);
  x = apply(x, layers.averagePooling2d({ poolSize: [x.shape[1]!, 1] }), layers.flatten());
  return tf.model({ inputs: windows, outputs: apply(x, layers.dense({ units: answers })), name: "listed" });
}

function block(x: SymbolicTensor, filters: number, groups: number): SymbolicTensor {
  const width = filters / 4;
  const branch = () => {
    const reduced = apply(x, conv(width), normalization(), layers.reLU());
    const padded = apply(reduced, layers.zeroPadding2d({ padding: [[1, 1], [0, 0]] }));
    return apply(padded, conv(width, [3, 1], [2, 1]), normalization(), layers.reLU(), conv(filters));
  };
  const shortcut = apply(x, conv(filters, 1, [2, 1]), normalization());
  const sum = layers.add().apply([...Array.from({ length: groups }, branch), shortcut]);
  return apply(sum as SymbolicTensor, layers.reLU());
}

function conv(filters: number, kernelSize: number | [number, number] = 1, strides: [number, number] = [1, 1]): Layer {
  return layers.conv2d({ filters, kernelSize, strides, useBias: false });
}

function normalization(): Layer {
  return layers.batchNormalization({ epsilon: 1e-5, momentum: 0.9 });
}

function apply(x: SymbolicTensor, ...chain: Layer[]): SymbolicTensor {
  return chain.reduce((x, layer) => layer.apply(x) as SymbolicTensor, x);
}
