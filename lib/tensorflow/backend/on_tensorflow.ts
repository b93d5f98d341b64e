import { backend } from "./backend.ts";

const tf = await backend();

/**
 * Runs a function while tfjs computes with TensorFlow itself, for what only it has, such as files for TensorBoard. The
 * function must not wait for anything, and must make its tensors itself, since those of another device cannot be read
 * at once.
 */
export function onTensorflow<T>(run: () => T): T {
  const before = tf.getBackend();
  // TensorFlow's backend is ready since tfjs was loaded, so the change is done when the call returns.
  void tf.setBackend("tensorflow");
  try {
    return run();
  } finally {
    void tf.setBackend(before);
  }
}
