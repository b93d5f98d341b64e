import type { Tensor, Tensor3D, Tensor4D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { type RandomSeed, statelessRandom } from "../../tensorflow/backend/stateless_random.ts";
import type { TrainingSettings } from "../../settings/experiment_settings.ts";
import type { Standardization } from "../../data/windows/window_tensors.ts";

const tf = await backend();

/**
 * How windows are changed at random in training; each is off by default. A rotation is about a random axis, the same
 * for all sensors.
 */
export type AugmentationOptions = Partial<Pick<TrainingSettings, "rotation" | "scaling" | "noise">>;

const streams = { axis: 1, angle: 2, scaling: 3, noise: 4 };
const axes = 3;
/** Row k holds the matrix of the cross product with unit vector k. */
const crossProducts = [[0, 0, 0, 0, 0, 1, 0, -1, 0], [0, 0, -1, 0, 0, 0, 1, 0, 0], [0, 1, 0, -1, 0, 0, 0, 0, 0]];

/** Tells whether any augmentation is on. */
export function augments({ rotation = 0, scaling = 0, noise = 0 }: AugmentationOptions): boolean {
  return rotation > 0 || scaling > 0 || noise > 0;
}

/**
 * Changes standardised windows [batch, time, sensor, 1] at random, each window in a way of its own that the seed
 * decides (after Um et al. 2017, arXiv 1706.00527). Rotation and scaling act on the signals in their units (g, rad/s),
 * in which a turned phone measures turned vectors, so they need to know how windows were standardised; the signals must
 * be x, y and z, sensor after sensor.
 */
export function augment(
  windows: Tensor4D,
  seed: RandomSeed,
  options: AugmentationOptions & { standardization?: Standardization },
): Tensor4D {
  const { rotation = 0, scaling = 0, noise = 0 } = options;
  return tf.tidy(() => {
    const [batch, , sensors] = windows.shape;
    let x = windows.squeeze<Tensor3D>([3]);
    if (rotation > 0 || scaling > 0) {
      const { mean, deviation } = options.standardization!;
      let raw = x.mul(deviation).add<Tensor3D>(mean);
      if (rotation > 0) raw = tf.matMul(raw, phoneRotations(batch, sensors, seed, rotation));
      if (scaling > 0) {
        raw = raw.mul(statelessRandom("normal", [batch, 1, sensors], seed, streams.scaling).mul(scaling).add(1));
      }
      x = raw.sub(mean).div<Tensor3D>(deviation);
    }
    if (noise > 0) x = x.add(statelessRandom("normal", x.shape, seed, streams.noise).mul(noise));
    return x.expandDims<Tensor4D>(3);
  });
}

/**
 * Returns for each window a matrix [sensor, sensor] by which rows of signals are multiplied: one rotation for all
 * sensors.
 */
function phoneRotations(batch: number, sensors: number, seed: RandomSeed, degrees: number): Tensor3D {
  const towards = statelessRandom("normal", [batch, axes], seed, streams.axis);
  const angle = statelessRandom("uniform", [batch, 1, 1], seed, streams.angle).mul(degrees * Math.PI / 180);
  const rotation = rotations(towards.div(towards.norm("euclidean", 1, true)), angle);
  const same = Array.from(
    { length: sensors },
    (_, row) =>
      Array.from({ length: sensors }, (_, column) => Math.floor(row / axes) === Math.floor(column / axes) ? 1 : 0),
  );
  return rotation.tile([1, sensors / axes, sensors / axes]).mul(tf.tensor2d(same));
}

/**
 * Returns Rodrigues' matrices [batch, 3, 3], for row vectors, of rotations about unit vectors [batch, 3] by angles
 * [batch, 1, 1] in radians.
 */
export function rotations(axis: Tensor, angle: Tensor): Tensor3D {
  return tf.tidy(() => {
    const batch = axis.shape[0];
    const cross = tf.matMul(axis, tf.tensor2d(crossProducts)).reshape([batch, axes, axes]);
    const outer = axis.expandDims(2).mul(axis.expandDims(1));
    const cosine = angle.cos();
    return tf.eye(axes).mul(cosine).add(cross.mul(angle.sin())).add(outer.mul(tf.sub(1, cosine)));
  });
}
