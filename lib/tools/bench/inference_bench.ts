import type { Tensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { GraphPrediction } from "../../tensorflow/graph/graph_prediction.ts";
import { articleNetwork } from "../../network/model/article_network.ts";
import { fold } from "../../network/model/fold.ts";
import type { Precision } from "../../tensorflow/backend/precision.ts";
import { own } from "./measure_in_turn.ts";
import type { OwnContestants } from "./training_bench.ts";

const tf = await backend();

/** The prediction of a batch of windows, from numbers in memory to numbers in memory. */
export function inferenceContestants(batch: number, precision: Precision = "float32"): OwnContestants {
  const model = articleNetwork();
  const folded = fold(model);
  const graph = new GraphPrediction(folded, { precision });
  const windows = tf.randomNormal([batch, 128, 9, 1], 0, 1, "float32", 1);
  const values = windows.dataSync() as Float32Array;
  return {
    contestants: [
      own("graph", () => batch === 1 ? graph.predictSync(values) : graph.predict(values)),
      ...(precision === "float32"
        ? [own("op by op", () => tf.tidy(() => (model.apply(windows, { training: false }) as Tensor).dataSync()))]
        : []),
    ],
    dispose() {
      for (const part of [graph, folded, model, windows]) part.dispose();
    },
  };
}
