import { backend, type LayersModel, type NetworkSettings } from "har";

const tf = await backend();

/**
 * Ordinary convolutions in one path: no branches, no groups, no shortcuts. Eight convolutions over time, as many as a path
 * through the article's network has, and within one percent its number of parameters.
 */
export default function plain({ windowLength, sensors, answers }: NetworkSettings): LayersModel {
  const model = tf.sequential({ name: "plain" });
  model.add(tf.layers.inputLayer({ inputShape: [windowLength, sensors, 1] }));
  for (const filters of [52, 104, 208, 400]) {
    for (const stride of [2, 1]) {
      model.add(tf.layers.conv2d({ filters, kernelSize: [3, 1], strides: [stride, 1], padding: "same" }));
      model.add(tf.layers.batchNormalization({ epsilon: 1e-5, momentum: 0.9 }));
      model.add(tf.layers.reLU());
    }
  }
  model.add(tf.layers.averagePooling2d({ poolSize: [windowLength / 16, 1] }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: answers }));
  return model;
}
