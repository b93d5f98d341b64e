import { assertEquals } from "@std/assert";
import { articleNetwork } from "../../../lib/network/model/article_network.ts";
import { BestWeights } from "../../../lib/network/training/checkpoint.ts";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";

const tf = await backend();

/** Validation accuracy and loss of epochs, and which of them is the best. */
const cases: [what: string, epochs: [accuracy: number, loss: number][], best: number, since: number][] = [
  ["the most accurate", [[0.8, 1], [0.9, 2], [0.85, 0.5]], 2, 1],
  ["of equals the one of the smallest loss", [[0.9, 1], [0.9, 0.7], [0.9, 0.8]], 2, 1],
  ["of equals in both the first", [[0.9, 1], [0.9, 1]], 1, 1],
  ["an equally accurate one of a larger loss is no better", [[0.9, 1], [0.9, 2]], 1, 1],
];

for (const [what, epochs, best, since] of cases) {
  Deno.test(`the best epoch is ${what}, and its weights are kept`, () => {
    const before = tf.memory().numTensors;
    const model = articleNetwork({ channels: [2], cardinality: 1, windowLength: 8 });
    const initial = model.getWeights().map((weight) => tf.zerosLike(weight));
    const kept = new BestWeights(model);
    for (const [index, [validationAccuracy, validationLoss]] of epochs.entries()) {
      const weights = initial.map((weight) => tf.add(weight, index + 1));
      model.setWeights(weights);
      tf.dispose(weights);
      kept.consider({ epoch: index + 1, loss: 1, accuracy: 0.5, validationAccuracy, validationLoss, seconds: 1 });
    }
    assertEquals([kept.since, kept.give()], [since, best]);
    assertEquals(model.getWeights()[0].dataSync()[0], best);
    model.dispose();
    tf.dispose(initial);
    assertEquals(tf.memory().numTensors, before);
  });
}
