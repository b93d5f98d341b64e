import pl from "nodejs-polars";
import type { DataFrame } from "../../data/signals/data_frame.ts";
import { rowNumbers } from "../../data/signals/window_frame.ts";
import { signals } from "../../data/signals/signals.ts";

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
