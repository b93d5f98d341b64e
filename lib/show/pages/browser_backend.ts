import * as tf from "@tensorflow/tfjs";
import type { NodeBackend, TensorFlow } from "../../tensorflow/backend/tensorflow_types.ts";

/** Returns TensorFlow.js. A bundle for browsers has this in the place of `lib/tensorflow/backend/backend.ts`. */
export function backend(): Promise<TensorFlow> {
  return Promise.resolve(tf as unknown as TensorFlow);
}

/** Throws: a browser has none of TensorFlow's own kernels, and nothing asks for them there. */
export function nodeBackend(): NodeBackend {
  throw new Error("A browser has no kernels of TensorFlow's own.");
}
