import { backend, type LayersModel, type NetworkSettings } from "har";

const tf = await backend();

/**
 * The shallow DeepConvLSTM: four convolutions over time, then one LSTM over what they give for all sensors (Ordóñez and
 * Roggen 2016, Sensors 16(1):115, with two LSTMs; Bock et al. 2021, arXiv 2108.00702, with one).
 */
export default function convLstm({ windowLength, sensors, answers }: NetworkSettings): LayersModel {
  const model = tf.sequential({ name: "conv_lstm" });
  model.add(tf.layers.inputLayer({ inputShape: [windowLength, sensors, 1] }));
  for (let layer = 0; layer < 4; layer++) {
    model.add(tf.layers.conv2d({ filters: 64, kernelSize: [5, 1], activation: "relu" }));
  }
  model.add(tf.layers.reshape({ targetShape: [windowLength - 16, sensors * 64] }));
  model.add(tf.layers.lstm({ units: 128, recurrentActivation: "sigmoid", recurrentInitializer: "glorotNormal" }));
  model.add(tf.layers.dropout({ rate: 0.5 }));
  model.add(tf.layers.dense({ units: answers }));
  return model;
}
