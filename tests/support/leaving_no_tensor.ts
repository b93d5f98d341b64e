import { strictEqual } from "node:assert";
import { backend } from "../../lib/tensorflow/backend/backend.ts";

const tf = await backend();

/** Returns a test that fails if it leaves a tensor. */
export function leavingNoTensor(test: () => unknown): () => Promise<void> {
  return async () => {
    const before = tf.memory().numTensors;
    await test();
    strictEqual(tf.memory().numTensors, before, "tensors before and after");
  };
}
