import type { TensorInfo } from "@tensorflow/tfjs-node-gpu";
import type { Tensor } from "../backend/tensor_types.ts";
import { backend, nodeBackend } from "../backend/backend.ts";
import type { NodeBinding, OperationAttribute } from "../backend/tensorflow_types.ts";
import { dataTypes, type HostTensor } from "./tensorflow_c_api.ts";
import { addInBfloat16 } from "./add_in_bfloat16.ts";
import type { Graph, GraphAttribute, Output } from "./tensorflow_graph.ts";

const tf = await backend();

/** A tensor whose place in the graph is known before the recording: an input or a variable. */
export interface KnownTensor {
  tensor: Tensor;
  output: Output;
}

/** A recorded function. */
export interface Recorded<T> {
  /** What the function returned. */
  result: T;
  /** Returns the place of a tensor in the graph. Throws if the function did not compute it. */
  outputOf(tensor: Tensor): Output;
  /** The constants that the graph took from the host, in order. */
  constants: HostTensor[];
}

/**
 * Runs a function of tfjs operations once and adds to a graph each TensorFlow operation that it executed, with the same
 * attributes. Tensors that the function takes from outside become constants, unless they are known. In bfloat16 on a GPU
 * convolutions and products are put between casts; on a CPU TensorFlow itself rewrites the graph.
 *
 * Throws if the function reads a tensor's values, since the graph could not follow what it then decides.
 */
export function record<T>(graph: Graph, known: KnownTensor[], run: () => T): Recorded<T> {
  const node = nodeBackend(tf);
  const { binding } = node;
  const outputs = new Map<number, Output>();
  const hostTensors = new Map<number, HostTensor>();
  const outside = new Map<number, TensorInfo>();
  const constants: HostTensor[] = [];
  for (const { tensor, output } of known) outputs.set(node.getInputTensorIds([tensor])[0], output);

  const add: typeof addInBfloat16 = graph.precision === "bfloat16" && node.isUsingGpuDevice
    ? addInBfloat16
    : (graph, ...operation) => graph.add(...operation);
  const find = (id: number): Output => {
    let output = outputs.get(id);
    if (!output) {
      const host = hostTensors.get(id) ?? readOutside(outside.get(id)!, binding.tensorDataSync(id));
      constants.push(host);
      output = graph.constant(host);
      outputs.set(id, output);
    }
    return output;
  };

  const recording: Parameters<typeof withBinding>[0] = (binding) => ({
    executeOp(name, attributes, inputs, count) {
      const results = binding.executeOp(name, attributes, inputs, count);
      const encoded = Object.fromEntries(attributes.map((attribute) => [attribute.name, encode(attribute)]));
      const operation = add(graph, name, inputs.map(find), encoded);
      for (const [index, { id }] of results.entries()) outputs.set(id, { operation, index });
      return results;
    },
    createTensor(shape, type, values) {
      const id = binding.createTensor(shape, type, values);
      hostTensors.set(id, hostTensor(shape, type, values));
      return id;
    },
    tensorDataSync(id) {
      if (outputs.has(id)) throw new Error("it reads a value in the middle of a step, which a graph cannot do");
      return binding.tensorDataSync(id);
    },
  });
  const tensorIds = node.getInputTensorIds;
  node.getInputTensorIds = (tensors) => {
    const ids = tensorIds.call(node, tensors);
    for (const [index, id] of ids.entries()) outside.set(id, tensors[index]);
    return ids;
  };
  try {
    const result = withBinding(recording, run);
    return { result, constants, outputOf: (tensor) => find(tensorIds.call(node, [tensor])[0]) };
  } finally {
    node.getInputTensorIds = tensorIds;
  }
}

function readOutside({ shape, dtype }: TensorInfo, values: ArrayLike<number>): HostTensor {
  return hostTensor(shape, dataTypes[dtype as HostTensor["dtype"]], values);
}

function hostTensor(shape: number[], type: number, values: ArrayLike<number>): HostTensor {
  const dtype = (Object.keys(dataTypes) as HostTensor["dtype"][]).find((name) => dataTypes[name] === type);
  if (!dtype) throw new Error(`it has a constant of TensorFlow's type ${type}, which graphs here do not know`);
  const array = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  return { dtype, shape: [...shape], values: array.from(values) };
}

/** Encodes an attribute of tfjs-node's for a graph. */
function encode({ name, type, value }: OperationAttribute): GraphAttribute {
  const { binding } = nodeBackend(tf);
  const list = Array.isArray(value);
  if (type === binding.TF_ATTR_STRING) return { string: value as string };
  if (type === binding.TF_ATTR_INT) return list ? { ints: value as number[] } : { int: value as number };
  if (type === binding.TF_ATTR_FLOAT && !list) return { float: value as number };
  if (type === binding.TF_ATTR_BOOL && !list) return { bool: value as boolean };
  if (type === binding.TF_ATTR_TYPE) return { type: value as number };
  if (type === binding.TF_ATTR_SHAPE) return { shape: value as number[] };
  throw new Error(`it has an attribute ${name} of a kind that graphs here do not know`);
}

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
