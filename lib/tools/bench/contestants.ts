import type { LayersModel, Tensor } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { GraphTraining } from "../../tensorflow/graph/graph_training.ts";
import { articleNetwork } from "../../network/model/article_network.ts";
import { Predictor } from "../../network/training/predict.ts";
import { trainingOf } from "../../network/training/steps.ts";
import type { Precision } from "../../tensorflow/backend/precision.ts";
import { ours } from "./bench_result.ts";
import { type Contestant, timedCalls } from "./measure_in_turn.ts";

const tf = await backend();
const learningRate = 0.0005;

/** The contestant of this process, and how to free what it holds. */
export interface OwnContestant {
  contestant: Contestant;
  dispose(): void;
}

/** Returns random windows with activities: [window, time, sensor, 1] and [window]. */
export function randomExamples(windows: number): [Tensor, Tensor] {
  return [
    tf.randomNormal([windows, 128, 9, 1], 0, 1, "float32", 1),
    tf.tensor1d(Array.from({ length: windows }, (_, i) => i % 6), "int32"),
  ];
}

/** One training step of a network as a graph, of the article's by default. */
export async function trainingContestant(
  { precision = "float32", model = articleNetwork() }: { precision?: Precision; model?: LayersModel } = {},
): Promise<OwnContestant> {
  const data = randomExamples(128);
  const rows = Int32Array.from({ length: 128 }, (_, i) => i);
  const graph = await GraphTraining.create({ ...trainingOf(model, data), rows, precision });
  return {
    contestant: timedCalls(ours, () => graph.step(rows, learningRate)),
    dispose() {
      for (const part of [graph, model]) part.dispose();
      tf.dispose(data);
    },
  };
}

/** The prediction of a batch of windows by a network, from numbers in memory to numbers in memory. */
export function inferenceContestant(
  batch: number,
  { precision = "float32", model = articleNetwork() }: { precision?: Precision; model?: LayersModel } = {},
): OwnContestant {
  const predictor = new Predictor(model, { precision });
  const windows = tf.randomNormal([batch, 128, 9, 1], 0, 1, "float32", 1);
  const values = windows.dataSync() as Float32Array;
  return {
    contestant: timedCalls(ours, () => batch === 1 ? predictor.logitsAtOnce(values) : predictor.logits(values)),
    dispose() {
      for (const part of [predictor, model, windows]) part.dispose();
    },
  };
}
