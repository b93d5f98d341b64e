import { assertAlmostEquals, assertEquals } from "@std/assert";
import { windowFrame } from "../../../lib/data/signals/window_frame.ts";
import { signals } from "../../../lib/data/signals/signals.ts";
import { windowFeatures } from "../../../lib/results/baseline/feature_baseline.ts";
import type { Tensor2D } from "@tensorflow/tfjs-node-gpu";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { fitLogisticRegression, logisticRegression } from "../../../lib/results/baseline/logistic_regression.ts";
import { leavingNoTensor } from "../../support/leaving_no_tensor.ts";

Deno.test("features of a wave are its mean, deviation, extremes, steps and its one frequency", () => {
  const wave = Float32Array.from(
    { length: 256 },
    (_, i) => 0.5 + (i < 128 ? 2 : 0) * Math.cos(2 * Math.PI * 4 * i / 128),
  );
  const columns = Object.fromEntries(signals.map((name) => [name, wave]));
  const features = windowFeatures(windowFrame({ activity: [1, 2] }, columns, 128));
  assertEquals([features.height, features.width], [2, 9 * 17]);
  const value = (name: string, row: number) => features.getColumn(`total_acc_y_${name}`).getIndex(row) as number;
  assertAlmostEquals(value("mean", 0), 0.5, 1e-5);
  assertAlmostEquals(value("deviation", 0), 2 * Math.sqrt(128 / 127 / 2), 1e-4);
  assertAlmostEquals(value("largest", 0), 2.5, 1e-5);
  assertAlmostEquals(value("least", 0), -1.5, 1e-5);
  assertAlmostEquals(value("frequency_4", 0), 2, 1e-4);
  assertAlmostEquals(value("frequency_3", 0), 0, 1e-4);
  const steps = Array.from({ length: 127 }, (_, i) => Math.abs(wave[i + 1] - wave[i]));
  assertAlmostEquals(value("step", 0), steps.reduce((a, b) => a + b, 0) / 127, 1e-5);
  for (const name of ["deviation", "step", "frequency_4"]) assertAlmostEquals(value(name, 1), 0, 1e-5);
});

const tf = await backend();
const rows = 60;
const labels = Array.from({ length: rows }, (_, i) => i * 7 % 3);
const values = labels.map((label, row) => {
  const wave = (column: number) => Math.sin(1.7 * (3 * row + column) + 0.3);
  return [wave(0) + 0.8 * label, 5 * wave(1) + 3, 0.2 * wave(2) - 1 + (label === 2 ? 0.1 : 0)];
});

Deno.test(
  "the weights are scikit-learn's, C = 1 / (0.01 n)",
  leavingNoTensor(() => {
    const features = tf.tensor2d(values);
    const target = tf.tensor1d(labels, "int32");
    const fitted = fitLogisticRegression(features, target, { classes: 3, penalty: 0.01, steps: 3000 });
    const expected = [
      [-3.218899886479582, 0.17220659572028724, 3.0466932907592947],
      [-0.5690360005578962, 0.048485298645709794, 0.5205507019121862],
      [-2.4215170803122072, 0.035978023604004636, 2.3855390567082013],
    ];
    const weights = fitted.weights.arraySync();
    expected.forEach((row, i) => row.forEach((value, j) => assertAlmostEquals(weights[i][j], value, 0.01)));
    // A constant added to all biases changes nothing; scikit-learn's sum to zero.
    const bias = tf.tidy(() => fitted.bias.sub(fitted.bias.mean()).arraySync() as number[]);
    const intercepts = [-0.8157250001110009, 1.0995613612784638, -0.28383636116746386];
    intercepts.forEach((value, j) => assertAlmostEquals(bias[j], value, 0.01));
    tf.dispose([features, target, ...Object.values(fitted)]);
  }),
);

Deno.test(
  "rows that it was not fitted to are predicted, a constant feature does no harm, and no tensor is left",
  leavingNoTensor(async () => {
    const features = tf.tensor2d(values.map((row) => [...row, 7]));
    const target = tf.tensor1d(labels, "int32");
    const half = (start: number) => features.slice([start, 0], [30, 4]) as Tensor2D;
    const [first, second, firstLabels] = [half(0), half(30), target.slice([0], [30])];
    const predicted = await logisticRegression(first, firstLabels, second, { classes: 3 });
    const hits = [...predicted].filter((label, i) => label === labels[30 + i]).length;
    assertEquals(hits, 30);
    tf.dispose([features, target, first, second, firstLabels]);
  }),
);
