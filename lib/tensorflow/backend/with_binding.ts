import { backend, nodeBackend } from "./backend.ts";
import type { NodeBinding } from "./tensorflow_types.ts";

const tf = await backend();

/**
 * Runs a function while some functions of tfjs-node's native binding are replaced: every kernel that tfjs executes goes
 * through `executeOp`. What the function goes on to do after it returned is not affected.
 */
export function withBinding<T>(replace: (binding: NodeBinding) => Partial<NodeBinding>, run: () => T): T {
  const node = nodeBackend(tf);
  const { binding } = node;
  node.binding = Object.create(binding, Object.getOwnPropertyDescriptors(replace(binding)));
  try {
    return run();
  } finally {
    node.binding = binding;
  }
}
