import type { DataFrame } from "../../data/signals/data_frame.ts";
import type { Tensor2D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import type { Split } from "../../data/windows/split_windows.ts";
import { confusionMatrix } from "../metrics/confusion_matrix.ts";
import { type Scores, scores } from "../metrics/scores.ts";
import { logisticRegression } from "./logistic_regression.ts";

const tf = await backend();

/**
 * Tests what is possible without a network: multinomial logistic regression on hand-made features of the windows,
 * [window, feature], fitted to the training windows of a split and tested on its test windows.
 */
export async function featureBaseline(
  frame: DataFrame,
  features: Tensor2D,
  { train, test }: Split,
): Promise<Scores> {
  const labels = Int32Array.from(frame.getColumn("activity").toArray() as number[], (activity) => activity - 1);
  const [known, target, others] = tf.tidy(() => [
    tf.gather(features, train),
    tf.tensor1d(train.map((row) => labels[row]), "int32"),
    tf.gather(features, test),
  ]);
  const predicted = await logisticRegression(known, target, others);
  tf.dispose([known, target, others]);
  return scores(confusionMatrix(test.map((row) => labels[row]), predicted, Math.max(...labels) + 1));
}
