import { assertAlmostEquals, assertEquals } from "@std/assert";
import { backend } from "../../../lib/tensorflow/backend/backend.ts";
import { signals } from "../../../lib/data/signals/signals.ts";
import { syntheticWindows } from "../../../lib/data/windows/synthetic_windows.ts";
import { signalTensor, windowTensors } from "../../../lib/data/windows/window_tensors.ts";

const tf = await backend();

Deno.test("signalTensor has time before sensor, in the order of the signals", () => {
  const frame = syntheticWindows({ subjects: 1, seconds: 4 });
  const tensor = signalTensor(frame);
  assertEquals(tensor.shape, [frame.height, 128, 9]);
  const values = tensor.arraySync();
  const expected = frame.getColumn(signals[6]).getIndex(3) as number[];
  assertAlmostEquals(values[3][17][6], expected[17], 1e-6);
  tensor.dispose();
});

Deno.test("windowTensors standardises by the training windows alone and leaves two tensors", async () => {
  const before = tf.memory().numTensors;
  const frame = syntheticWindows({ subjects: 2, seconds: 6 });
  const train = Int32Array.from({ length: 5 }, (_, i) => i);
  const { windows, labels } = await windowTensors(frame, train);
  assertEquals(tf.memory().numTensors - before, 2);
  tf.tidy(() => {
    const { mean, variance } = tf.moments(tf.gather(windows, train), [0, 1]);
    for (const value of mean.dataSync()) assertAlmostEquals(value, 0, 1e-4);
    for (const value of variance.dataSync()) assertAlmostEquals(value, 1, 1e-3);
  });
  assertEquals(labels.dataSync()[0], 0);
  tf.dispose([windows, labels]);
});
