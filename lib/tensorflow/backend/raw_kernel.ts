import type { Tensor } from "./tensor_types.ts";
import { backend, nodeBackend } from "./backend.ts";

const tf = await backend();

/**
 * An attribute of a TensorFlow operation: a number with a decimal point is given as `{ float }`, element types as `{
 * type }`.
 */
export type Attribute = string | boolean | number[] | { float: number } | { type: "float32" | "int32" };

/**
 * Runs one of TensorFlow's own kernels, by its name in TensorFlow's operation registry, and returns its outputs.
 *
 * tfjs wraps only a part of TensorFlow's kernels; this is the door to the others. It records no gradient: wrap it in
 * `tf.registerKernel` and `tf.registerGradient`. Throws what TensorFlow says of wrong inputs or attributes.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { backend } from "har";
 * const tf = await backend();
 * const [squares] = rawKernel("Square", { T: { type: "float32" } }, [tf.tensor1d([1, 2, 3])]);
 * assertEquals([...squares.dataSync()], [1, 4, 9]);
 * ```
 */
export function rawKernel(
  name: string,
  attributes: Record<string, Attribute>,
  inputs: Tensor[],
  outputs = 1,
): Tensor[] {
  const node = nodeBackend(tf);
  const list = Object.entries(attributes).map(([name, value]) => ({ name, ...encode(value) }));
  return node.executeMultipleOutputs(name, list, inputs, outputs) as Tensor[];
}

function encode(value: Attribute): { type: number; value: unknown } {
  const { binding } = nodeBackend(tf);
  if (typeof value === "string") return { type: binding.TF_ATTR_STRING, value };
  if (typeof value === "boolean") return { type: binding.TF_ATTR_BOOL, value };
  if (Array.isArray(value)) return { type: binding.TF_ATTR_INT, value };
  if ("float" in value) return { type: binding.TF_ATTR_FLOAT, value: value.float };
  return { type: binding.TF_ATTR_TYPE, value: value.type === "int32" ? binding.TF_INT32 : binding.TF_FLOAT };
}
