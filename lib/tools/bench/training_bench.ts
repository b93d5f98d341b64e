import type { Tensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { GraphTraining } from "../../tensorflow/graph/graph_training.ts";
import { articleNetwork, type ArticleNetworkOptions } from "../../network/model/article_network.ts";
import { OpByOpTraining } from "../../network/training/op_by_op_training.ts";
import { trainingOf } from "../../network/training/training_of.ts";
import type { Precision } from "../../tensorflow/backend/precision.ts";
import { layersNetwork } from "./layers_network.ts";
import { type Contestant, own, summary } from "./measure_in_turn.ts";

const tf = await backend();
const learningRate = 0.0005;

/** What is measured, and how to free it. */
export interface OwnContestants {
  contestants: Contestant[];
  dispose(): void;
}

/** Returns random windows with activities: [window, time, sensor, 1] and [window]. */
export function randomExamples(windows: number, windowLength = 128): [Tensor, Tensor] {
  return [
    tf.randomNormal([windows, windowLength, 9, 1], 0, 1, "float32", 1),
    tf.tensor1d(Array.from({ length: windows }, (_, i) => i % 6), "int32"),
  ];
}

/** One training step of the article's network: as a graph, operation by operation, and with tfjs' own layers. */
export async function trainingContestants(batch = 128, precision: Precision = "float32"): Promise<OwnContestants> {
  const data = randomExamples(batch);
  const rows = Int32Array.from({ length: batch }, (_, i) => i);
  const models = [articleNetwork(), articleNetwork(), layersNetwork()];
  const graph = await GraphTraining.create({ ...trainingOf(models[0], data), rows, precision });
  const opByOp = models.slice(1).map((model) => new OpByOpTraining(trainingOf(model, data)));
  return {
    contestants: [
      own("graph", () => graph.step(rows, learningRate)),
      // These know no other precision.
      ...(precision === "float32"
        ? [
          own("op by op", () => opByOp[0].step(rows, learningRate)),
          own("tf.layers", () => opByOp[1].step(rows, learningRate)),
        ]
        : []),
    ],
    dispose() {
      for (const part of [graph, ...opByOp, ...models]) part.dispose();
      tf.dispose(data);
    },
  };
}

/** Measures the median step of a network as a graph, ms: three steps after one that does not count. */
export async function stepMilliseconds(options: ArticleNetworkOptions, batch = 128): Promise<number> {
  const data = randomExamples(batch, options.windowLength);
  const rows = Int32Array.from({ length: batch }, (_, i) => i);
  const model = articleNetwork(options);
  const graph = await GraphTraining.create({ ...trainingOf(model, data), rows });
  const [, ...times] = await own("graph", () => graph.step(rows, learningRate)).run(4);
  graph.dispose();
  model.dispose();
  tf.dispose(data);
  return summary("graph", times).median;
}
