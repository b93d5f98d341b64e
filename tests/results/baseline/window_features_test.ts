import { assertAlmostEquals, assertEquals } from "@std/assert";
import { windowFrame } from "../../../lib/data/signals/window_frame.ts";
import { signals } from "../../../lib/data/signals/signals.ts";
import { windowFeatures } from "../../../lib/results/baseline/feature_baseline.ts";

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
