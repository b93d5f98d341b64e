import { backend, type LayersModel, type NetworkSettings } from "har";

const tf = await backend();

/** Two hidden layers over all numbers of a window, which they see without knowing what is time and what is a sensor. */
export default function mlp({ windowLength, sensors, answers }: NetworkSettings): LayersModel {
  const model = tf.sequential({ name: "mlp" });
  model.add(tf.layers.flatten({ inputShape: [windowLength, sensors, 1] }));
  for (let layer = 0; layer < 2; layer++) {
    model.add(tf.layers.dense({ units: 256, activation: "relu" }));
    model.add(tf.layers.dropout({ rate: 0.3 }));
  }
  model.add(tf.layers.dense({ units: answers }));
  return model;
}
