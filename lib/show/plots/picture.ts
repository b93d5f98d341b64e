import { encode } from "fast-png";
import type { Tensor3D } from "../../tensorflow/backend/tensor_types.ts";
import { backend } from "../../tensorflow/backend/backend.ts";
import { type Figure, html } from "./figure.ts";

const tf = await backend();

/** Makes a picture [size, size, 3] with values from 0 to 1: rings of colour around a point. */
export function ringPicture(size: number): Tensor3D {
  return tf.tidy(() => {
    const axis = tf.linspace(-1, 1, size);
    const distance = axis.sub(0.2).square().expandDims(0).add(axis.add(0.1).square().expandDims(1)).sqrt();
    const rings = [12, 9, 15].map((frequency, channel) => distance.mul(frequency).add(channel).sin().add(1).div(2));
    return tf.stack(rings, 2) as Tensor3D;
  });
}

/** Shows a picture [height, width, 3] with values from 0 to 1. */
export async function showPicture(picture: Tensor3D): Promise<Figure> {
  const bytes = tf.tidy(() => picture.mul<Tensor3D>(255).round().toInt());
  const [height, width] = picture.shape;
  const png = encode({ width, height, channels: 3, data: Uint8Array.from(await bytes.data()) });
  bytes.dispose();
  return html(`<img alt="picture" width="224" height="224" src="data:image/png;base64,${png.toBase64()}">`);
}
