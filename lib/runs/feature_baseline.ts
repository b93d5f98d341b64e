import type pl from "nodejs-polars";
import type { Tensor2D } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../backend/backend.ts";
import { activities } from "../data/activities.ts";
import type { Split } from "../data/split.ts";
import { confusionMatrix } from "../metrics/confusion_matrix.ts";
import { type Scores, scores } from "../metrics/scores.ts";
import { logisticRegression } from "../training/logistic_regression.ts";

const tf = await backend();

/**
 * Tests what can be had without a network: multinomial logistic regression on hand-made features of the windows (see
 * `windowFeatures`), fitted to the training windows of a split and tested on its test windows.
 */
export function featureBaseline(frame: pl.DataFrame, features: pl.DataFrame, { train, test }: Split): Scores {
  const labels = Int32Array.from(frame.getColumn("activity").toArray() as number[], (activity) => activity - 1);
  const [fitted, others, target] = tf.tidy(() => {
    const columns = features.columns.map((name) =>
      tf.tensor1d(Float32Array.from(features.getColumn(name).toTypedArray() as Float32Array))
    );
    const all = tf.stack(columns, 1) as Tensor2D;
    return [tf.gather(all, train), tf.gather(all, test), tf.gather(tf.tensor1d(labels, "int32"), train)];
  }) as [Tensor2D, Tensor2D, ReturnType<typeof tf.tensor1d>];
  const predicted = logisticRegression(fitted, target, others);
  tf.dispose([fitted, others, target]);
  return scores(confusionMatrix(test.map((row) => labels[row]), predicted, activities.length));
}
