import { type DataFrame, rowNumbers } from "../../data/signals/window_frame.ts";
import type { Tensor2D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import type { Split } from "../../data/windows/split_windows.ts";
import { confusionMatrix, type Scores, scores } from "../metrics/scores.ts";
import { logisticRegression } from "./logistic_regression.ts";
import pl from "nodejs-polars";
import { signals } from "../../data/signals/signals.ts";

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

/**
 * Returns hand-made features of windows as a tensor [window, feature]: the 561 that UCI-HAR publishes if the frame has
 * them, else the 153 of {@link windowFeatures}. The caller disposes it.
 */
export function featureMatrix(frame: DataFrame): Tensor2D {
  if (frame.columns.includes("features")) {
    const values = frame.getColumn("features").explode().toTypedArray() as Float32Array;
    return tf.tensor2d(Float32Array.from(values), [frame.height, values.length / frame.height]);
  }
  const features = windowFeatures(frame);
  return tf.tidy(() => {
    const columns = features.columns.map((name) =>
      tf.tensor1d(Float32Array.from(features.getColumn(name).toTypedArray() as Float32Array))
    );
    return tf.stack(columns, 1) as Tensor2D;
  });
}

/** Frequencies whose strength is a feature, as periods a window: 0.39 Hz to 9.4 Hz at 128 samples of 50 Hz. */
const frequencies = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24];

/**
 * Computes hand-made features of each window in Polars, seventeen for each signal: mean, standard deviation, least and
 * largest value, mean absolute step, and the strength (amplitude) at twelve frequencies. Returns a frame with a row a
 * window and 153 columns such as `total_acc_x_mean` and `body_gyro_z_frequency_4`.
 */
export function windowFeatures(frame: DataFrame): DataFrame {
  const samples = signals.map((name) => pl.Series(name, frame.getColumn(name).explode().toTypedArray()));
  const total = samples[0].length;
  const length = total / frame.height;
  const wave = (name: string, wave: (x: number) => number, frequency: number) =>
    pl.Series(
      `${name}_${frequency}`,
      Float32Array.from({ length: total }, (_, i) => wave(2 * Math.PI * frequency * i / length) * 2 / length),
    );
  const waves = frequencies.flatMap((k) => [wave("cos", Math.cos, k), wave("sin", Math.sin, k)]);
  const long = pl.DataFrame([pl.Series("window", rowNumbers(total, length), pl.Int32), ...samples, ...waves]);
  const features = long.groupBy("window").agg(...signals.flatMap((signal) => {
    const x = pl.col(signal);
    const part = (name: string, k: number) => x.mul(pl.col(`${name}_${k}`)).sum();
    return [
      x.mean().alias(`${signal}_mean`),
      x.std().alias(`${signal}_deviation`),
      x.min().alias(`${signal}_least`),
      x.max().alias(`${signal}_largest`),
      x.diff({ n: 1, nullBehavior: "ignore" }).abs().mean().alias(`${signal}_step`),
      ...frequencies.map((k) =>
        part("cos", k).pow(2).add(part("sin", k).pow(2)).pow(0.5).alias(`${signal}_frequency_${k}`)
      ),
    ];
  }));
  return features.sort("window").drop("window");
}
