import type { DataFrame } from "../signals/window_frame.ts";
import type { Tensor1D, Tensor3D, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { signals } from "../signals/signals.ts";

const tf = await backend();

/** Windows on the device, ready for the network. */
export interface WindowTensors {
  /** [window, time, sensor, 1], standardised. */
  windows: Tensor4D;
  /** [window], activities counted from 0, int32. */
  labels: Tensor1D;
  /** By what the windows were standardised; undefined if they were not. */
  standardization?: Standardization;
}

/** Mean and standard deviation of each of the nine signals over the windows that they were computed from. */
export interface Standardization {
  /** In the order of the signals; g and rad/s. */
  mean: number[];
  /** In the order of the signals; g and rad/s. */
  deviation: number[];
}

/** Returns the signals of a frame of windows as [window, time, sensor]. The caller disposes it. */
export function signalTensor(frame: DataFrame): Tensor3D {
  return tf.tidy(() => {
    const columns = signals.map((signal) =>
      tf.tensor(frame.getColumn(signal).explode().toTypedArray() as Float32Array).reshape([frame.height, -1])
    );
    return tf.stack(columns, 2) as Tensor3D;
  });
}

/**
 * Computes each signal's mean and standard deviation over some windows; give it the training windows, so that nothing
 * of the others is known to the network.
 */
export async function standardization(signalsOfWindows: Tensor3D, rows: Int32Array): Promise<Standardization> {
  const [mean, deviation] = tf.tidy(() => {
    const { mean, variance } = tf.moments(tf.gather(signalsOfWindows, rows), [0, 1]);
    return [mean, variance.sqrt()];
  });
  const read = { mean: [...await mean.data()], deviation: [...await deviation.data()] };
  tf.dispose([mean, deviation]);
  return read;
}

/** Standardises windows and adds the channel axis. The caller disposes the result. */
export function standardize(signalsOfWindows: Tensor3D, { mean, deviation }: Standardization): Tensor4D {
  return tf.tidy(() => signalsOfWindows.sub(mean).div(deviation).expandDims<Tensor4D>(3));
}

/**
 * Puts a frame of windows on the device, standardised by the training rows' mean and deviation. The caller disposes
 * both tensors.
 *
 * @param frame Windows, as `loadWindows` returns them.
 * @param train Rows whose mean and deviation standardise all, as `splitWindows` returns them.
 */
export async function windowTensors(
  frame: DataFrame,
  train: Int32Array,
): Promise<Required<WindowTensors>> {
  const raw = signalTensor(frame);
  const scale = await standardization(raw, train);
  const windows = standardize(raw, scale);
  raw.dispose();
  const labels = Int32Array.from(frame.getColumn("activity").toArray() as number[], (activity) => activity - 1);
  return { windows, labels: tf.tensor1d(labels, "int32"), standardization: scale };
}
