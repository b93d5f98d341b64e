import type { Tensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { GraphPrediction } from "../../tensorflow/graph/graph_prediction.ts";
import { GraphTraining } from "../../tensorflow/graph/graph_training.ts";
import { articleNetwork } from "../../network/model/article_network.ts";
import { fold } from "../../network/model/fold.ts";
import { OpByOpTraining, trainingOf } from "../../network/training/steps.ts";
import type { Precision } from "../../tensorflow/backend/precision.ts";
import { measuredNetwork } from "../../network/model/measured_network.ts";
import { layeredNetworks } from "./layered_networks.ts";
import { type Contestant, timedCalls } from "./measure_in_turn.ts";

const tf = await backend();
const learningRate = 0.0005;

/** Contestants of this process, and how to free what they hold. */
export interface OwnContestants {
  contestants: Contestant[];
  dispose(): void;
}

/** Returns random windows with activities: [window, time, sensor, 1] and [window]. */
export function randomExamples(windows: number): [Tensor, Tensor] {
  return [
    tf.randomNormal([windows, 128, 9, 1], 0, 1, "float32", 1),
    tf.tensor1d(Array.from({ length: windows }, (_, i) => i % 6), "int32"),
  ];
}

/** One training step of the article's network: as a graph, operation by operation, and with tfjs' own layers. */
export async function trainingContestants(batch = 128, precision: Precision = "float32"): Promise<OwnContestants> {
  const data = randomExamples(batch);
  const rows = Int32Array.from({ length: batch }, (_, i) => i);
  const models = [articleNetwork(), articleNetwork(), measuredNetwork()];
  const graph = await GraphTraining.create({ ...trainingOf(models[0], data), rows, precision });
  const opByOp = models.slice(1).map((model) => new OpByOpTraining(trainingOf(model, data)));
  return {
    contestants: [
      timedCalls("graph", () => graph.step(rows, learningRate)),
      // Only a graph computes in another precision than float32.
      ...(precision === "float32"
        ? [
          timedCalls("op by op", () => opByOp[0].step(rows, learningRate)),
          timedCalls("tf.layers", () => opByOp[1].step(rows, learningRate)),
        ]
        : []),
    ],
    dispose() {
      for (const part of [graph, ...opByOp, ...models]) part.dispose();
      tf.dispose(data);
    },
  };
}

/** One training step of a network of tfjs' layers, as a graph. */
export async function layeredContestants(network: keyof typeof layeredNetworks, batch = 128): Promise<OwnContestants> {
  const data = randomExamples(batch);
  const rows = Int32Array.from({ length: batch }, (_, i) => i);
  const model = layeredNetworks[network]();
  const graph = await GraphTraining.create({ ...trainingOf(model, data), rows });
  return {
    contestants: [timedCalls("graph", () => graph.step(rows, learningRate))],
    dispose() {
      for (const part of [graph, model]) part.dispose();
      tf.dispose(data);
    },
  };
}

/** The prediction of a batch of windows, from numbers in memory to numbers in memory. */
export function inferenceContestants(batch: number, precision: Precision = "float32"): OwnContestants {
  const model = articleNetwork();
  const folded = fold(model);
  const graph = new GraphPrediction(folded, { precision });
  const windows = tf.randomNormal([batch, 128, 9, 1], 0, 1, "float32", 1);
  const values = windows.dataSync() as Float32Array;
  return {
    contestants: [
      timedCalls("graph", () => batch === 1 ? graph.predictSync(values) : graph.predict(values)),
      ...(precision === "float32"
        ? [
          timedCalls("op by op", () => tf.tidy(() => (model.apply(windows, { training: false }) as Tensor).dataSync())),
        ]
        : []),
    ],
    dispose() {
      for (const part of [graph, folded, model, windows]) part.dispose();
    },
  };
}
