import type { LayersModel, SymbolicTensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";

const tf = await backend();
const { layers } = tf;

/**
 * The network behind the article's printed results in TensorFlow.js' own layers, a layer for each operation, as notebook
 * 04 shows it: the definition that {@link articleNetwork} is tested against. Takes windows [batch, time, sensor, 1] and
 * returns logits [batch, answer].
 */
export function measuredNetwork(
  { windowLength = 128, sensors = 9, answers = 6, cardinality = 4, channels = [64, 128, 256, 512] } = {},
): LayersModel {
  const windows = tf.input({ shape: [windowLength, sensors, 1] });
  let x: SymbolicTensor = windows;
  for (const filters of channels) {
    const width = x.shape[3] === 1 ? filters : x.shape[3]! / cardinality;
    const padded = apply(x, layers.zeroPadding2d({ padding: [[1, 1], [0, 0]] }));
    const overTime = (filters: number) => normalize(padded, { filters, kernelSize: [3, 1], strides: [2, 1] });
    const branches = Array.from(
      { length: cardinality },
      () => normalize(apply(overTime(width), layers.reLU()), { filters, kernelSize: [1, 1] }),
    );
    const sum = cardinality === 1 ? branches[0] : layers.add().apply(branches) as SymbolicTensor;
    const joined = layers.add().apply([apply(sum, layers.reLU()), overTime(filters)]) as SymbolicTensor;
    x = apply(joined, layers.reLU());
  }
  x = apply(
    x,
    layers.averagePooling2d({ poolSize: [x.shape[1]!, 1] }),
    layers.flatten(),
    layers.dense({ units: answers }),
  );
  return tf.model({ inputs: windows, outputs: x, name: "measured_network" });
}

function normalize(x: SymbolicTensor, options: Parameters<typeof layers.conv2d>[0]): SymbolicTensor {
  return apply(x, layers.conv2d(options), layers.batchNormalization({ epsilon: 1e-5, momentum: 0.9 }));
}

function apply(x: SymbolicTensor, ...chain: InstanceType<typeof layers.Layer>[]): SymbolicTensor {
  return chain.reduce((x, layer) => layer.apply(x) as SymbolicTensor, x);
}
