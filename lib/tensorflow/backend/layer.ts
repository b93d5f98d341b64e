import { backend } from "./backend.ts";
import type { TensorFlow } from "./tensorflow_types.ts";

const tf = await backend();

/** The class of tfjs' layers, from which layers of one's own are made. */
export const Layer: TensorFlow["layers"]["Layer"] = tf.layers.Layer;
