import type { Tensor, Tensor2D } from "@tensorflow/tfjs-node-gpu";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import reference from "../../reference/training_options.json" with { type: "json" };
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { type BatchLoss, GraphTraining } from "../../../lib/tensorflow/graph/graph_training.ts";
import { balancedWeights, crossEntropy } from "../../../lib/network/training/loss.ts";
import { learningRateAt } from "../../../lib/network/training/learning_rate.ts";
import { OpByOpTraining } from "../../../lib/network/training/steps.ts";
import { leavingNoTensor } from "../../support/leaving_no_tensor.ts";

const tf = await backend();

const losses = {
  "plain": {},
  "label_smoothing_0.1": { labelSmoothing: 0.1 },
  "weighted": { classWeights: reference.class_weights },
} as const;

for (const [name, options] of Object.entries(losses)) {
  Deno.test(
    `cross-entropy and its gradient are PyTorch's: ${name}`,
    leavingNoTensor(() => {
      tf.tidy(() => {
        const truth = tf.oneHot(tf.tensor1d(reference.labels, "int32"), reference.logits[0].length) as Tensor2D;
        const { value, grad } = tf.valueAndGrad((logits: Tensor) => crossEntropy(logits as Tensor2D, truth, options))(
          tf.tensor2d(reference.logits),
        );
        const expected = reference[name as keyof typeof losses];
        assertAlmostEquals(value.dataSync()[0], expected.loss, 1e-6);
        grad.dataSync().forEach((number, i) => assertAlmostEquals(number, expected.gradient.flat()[i], 1e-6));
      });
    }),
  );
}

Deno.test(
  "weight decay is PyTorch's AdamW, as a graph and op by op",
  leavingNoTensor(async () => {
    const start = [[1, -2], [0.5, 3]];
    const factors = tf.tensor3d([[[1, 2], [3, 4]]]);
    const run = async (kind: "graph" | "op by op") => {
      const weight = tf.tidy(() => tf.variable(tf.tensor2d(start)));
      const loss: BatchLoss = ([factors]) => ({ loss: weight.square().mul(factors.squeeze([0])).mean(), values: [] });
      const options = { weights: [weight], data: [factors], loss, weightDecay: 0.05 };
      const rows = Int32Array.of(0);
      const steps = kind === "graph" ? await GraphTraining.create({ ...options, rows }) : new OpByOpTraining(options);
      for (const expected of reference["adamw_lr_0.1_decay_0.05"]) {
        await steps.step(rows, 0.1);
        await steps.toModel();
        weight.dataSync().forEach((value, i) => assertAlmostEquals(value, expected.flat()[i], 1e-5, kind));
      }
      steps.dispose();
      weight.dispose();
    };
    await run("graph");
    await run("op by op");
    factors.dispose();
  }),
);

for (const steps of [10, 37] as const) {
  Deno.test(`the one-cycle learning rate is PyTorch's: ${steps} steps`, () => {
    for (const [step, expected] of reference[`one_cycle_0.002_${steps}_steps`].entries()) {
      const rate = learningRateAt(step, { learningRate: 0.002, schedule: "one-cycle", steps });
      assertAlmostEquals(rate, expected, 1e-12);
    }
  });
}

Deno.test("balanced weights make classes of any size count the same", () => {
  assertEquals(balancedWeights([0, 0, 0, 2], 3), [4 / 9, 0, 4 / 3]);
});
