import type { LayersModel } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { measuredNetwork } from "../../network/model/measured_network.ts";

const tf = await backend();
const { layers } = tf;

/** Networks in tfjs' own layers, as anyone would write them; peer.py has the same ones in Keras. */
export const layeredNetworks: Record<"article" | "convolutions" | "conv_lstm", () => LayersModel> = {
  article: measuredNetwork,
  convolutions: () =>
    tf.sequential({
      layers: [
        layers.inputLayer({ inputShape: [128, 9, 1] }),
        ...[64, 128, 256, 256].flatMap((filters) => [
          layers.conv2d({ filters, kernelSize: [3, 1], strides: [2, 1], padding: "same" }),
          layers.batchNormalization(),
          layers.reLU(),
        ]),
        layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
        layers.dense({ units: 6 }),
      ],
    }),
  conv_lstm: () =>
    tf.sequential({
      layers: [
        layers.inputLayer({ inputShape: [128, 9, 1] }),
        ...[64, 64].map((filters) =>
          layers.conv2d({ filters, kernelSize: [5, 1], strides: [2, 1], activation: "relu" })
        ),
        layers.reshape({ targetShape: [29, 9 * 64] }),
        layers.lstm({ units: 128, recurrentActivation: "sigmoid", recurrentInitializer: "glorotNormal" }),
        layers.dense({ units: 6 }),
      ],
    }),
};
