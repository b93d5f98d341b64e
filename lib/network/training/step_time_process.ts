import { backend } from "../../tensorflow/backend/backend.ts";
import { hasRawKernels } from "../../tensorflow/backend/raw_kernel.ts";
import { GraphTraining } from "../../tensorflow/graph/graph_training.ts";
import { articleNetwork, type ArticleNetworkOptions } from "../model/article_network.ts";
import { OpByOpTraining } from "./op_by_op_training.ts";
import { trainingOf } from "./training_of.ts";

/**
 * Measures a training step of the article's network on random windows, on the device of this process; prints the time
 * of each of three steps as it ends, ms. The argument has the network's settings and the batch as JSON.
 */
const tf = await backend();
const { batch, ...network } = JSON.parse(Deno.args[0]) as ArticleNetworkOptions & { batch: number };
const model = articleNetwork(network);
const [, time, sensor] = model.inputs[0].shape as number[];
const windows = tf.randomNormal([batch, time, sensor, 1], 0, 1, "float32", 1);
const labels = tf.tensor1d(Array.from({ length: batch }, (_, i) => i % 6), "int32");
const rows = Int32Array.from({ length: batch }, (_, i) => i);
const training = trainingOf(model, [windows, labels]);
const steps = hasRawKernels() ? await GraphTraining.create({ ...training, rows }) : new OpByOpTraining(training);
for (let step = 0; step < 3; step++) {
  const started = performance.now();
  await steps.step(rows, 0.0005);
  console.log(`step ${performance.now() - started}`);
}
