// @ts-types="npm:@types/d3-array@3.2.2"
import { mean, sum } from "d3-array";
import pl from "nodejs-polars";
import type { DataFrame } from "../signals/window_frame.ts";
import type { Tensor2D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { activities } from "../signals/activities.ts";
import { sampleRate, signals } from "../signals/signals.ts";
import { signalTensor } from "./window_tensors.ts";

const tf = await backend();

/** The sensors, and the unit of their signals' power spectral density. */
export const spectrumSensors: { prefix: SpectrumPoint["sensor"]; unit: string }[] = [
  { prefix: "body_acc", unit: "g²/Hz" },
  { prefix: "body_gyro", unit: "(rad/s)²/Hz" },
];

/** The power of an activity at one frequency, of one sensor. */
export interface SpectrumPoint {
  /** Which sensor it is, as the start of its signals' names. */
  sensor: "body_acc" | "body_gyro";
  /** Name of the activity. */
  activity: string;
  /** Hz. */
  frequency: number;
  /** Mean power spectral density over all windows and the three axes, g²/Hz or (rad/s)²/Hz. */
  power: number;
}

/**
 * Returns the mean one-sided power spectral density of the windows of each activity, but for the frequency 0: the mean
 * of their periodograms, each window less its mean and weighted by a Hann window, as SciPy's `signal.periodogram(x,
 * fs=50, window="hann")`.
 */
export async function meanSpectra(frame: DataFrame): Promise<SpectrumPoint[]> {
  const points: SpectrumPoint[] = [];
  for (const [index, activity] of activities.entries()) {
    const rows = frame.filter(pl.col("activity").eq(pl.lit(index + 1)));
    if (rows.height === 0) continue;
    const powers = await meanPowers(rows);
    for (const { prefix } of spectrumSensors) {
      const channels = [...signals.keys()].filter((channel) => signals[channel].startsWith(prefix));
      for (const [i, bySignal] of powers.entries()) {
        const frequency = (i + 1) * sampleRate / 2 / powers.length;
        points.push({ sensor: prefix, activity, frequency, power: mean(channels, (channel) => bySignal[channel])! });
      }
    }
  }
  return points;
}

/** Returns the mean power of windows at each frequency but 0, and of each signal: [frequency][signal]. */
async function meanPowers(frame: DataFrame): Promise<number[][]> {
  const powers = tf.tidy(() => {
    const windows = signalTensor(frame);
    const [count, length, sensors] = windows.shape;
    const half = Math.floor(length / 2);
    const hann = Float32Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos(2 * Math.PI * n / length));
    const weighted = windows.sub(windows.mean(1, true)).mul(tf.tensor(hann).expandDims(1));
    const byTime = weighted.transpose([1, 0, 2]).reshape([length, count * sensors]);
    const waves = (wave: (x: number) => number) =>
      tf.tensor2d(
        Array.from(
          { length: half },
          (_, k) => Array.from({ length }, (_, n) => wave(2 * Math.PI * (k + 1) * n / length)),
        ),
      );
    const [cosine, sine] = [Math.cos, Math.sin].map((wave) => tf.matMul(waves(wave), byTime).square());
    // At half the sample rate there is no second side to add.
    const sides = tf.tensor2d(Array.from({ length: half }, (_, k) => [2 * (k + 1) === length ? 1 : 2]));
    const density = cosine.add(sine).mul(sides).div(sampleRate * sum(hann, (weight) => weight ** 2));
    return density.reshape([half, count, sensors]).mean<Tensor2D>(1);
  });
  const read = await powers.array();
  powers.dispose();
  return read;
}
