import type { TensorInfo } from "@tensorflow/tfjs-node-gpu";
import type { Tensor } from "../backend/tensor_types.ts";
import { backend, nodeBackend } from "../backend/backend.ts";
import type { NodeBinding, OperationAttribute } from "../backend/tensorflow_types.ts";
import { dataTypes, type HostTensor, isUniform } from "./tensorflow_c_api.ts";
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

/** What a function does that no graph can do. */
export class NotAGraph extends Error {}

/**
 * Follows a function of tfjs operations and adds to a graph each TensorFlow operation that it asks for, with the same
 * attributes. Nothing is computed: TensorFlow's shape functions say what each operation gives. Tensors that the function
 * takes from outside become constants, unless they are known. In bfloat16 on a GPU convolutions and products are put
 * between casts; on a CPU TensorFlow itself rewrites the graph.
 *
 * Throws {@link NotAGraph} if the function reads a tensor's values, since the graph could not follow what it then
 * decides, or if a shape depends on values.
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
  /** Returns the numbers behind a tensor that no operation of the graph gives. */
  const hostOf = (id: number): HostTensor | undefined => {
    if (outputs.has(id)) return undefined;
    const host = hostTensors.get(id) ?? readOutside(outside.get(id)!, binding.tensorDataSync(id));
    hostTensors.set(id, host);
    return host;
  };
  const find = (id: number): Output => {
    const host = hostOf(id);
    if (host) {
      constants.push(host);
      outputs.set(id, graph.constant(host));
    }
    return outputs.get(id)!;
  };
  /** Returns the one value of a large constant, as a constant that TensorFlow spreads itself. */
  const scalarOf = (id: number): Output | undefined => {
    const host = hostOf(id);
    if (!host || host.values.length < manyValues || !isUniform(host.values)) return;
    const scalar = { ...host, shape: [], values: host.values.slice(0, 1) };
    constants.push(scalar);
    return graph.constant(scalar);
  };
  /** Returns the places of two factors, summands or the like; one that is the same everywhere becomes a single number. */
  const findPair = (name: string, ids: number[]): Output[] => {
    if (!elementwise.has(name) || ids.length !== 2) return ids.map(find);
    const shapes = ids.map((id) => hostOf(id)?.shape ?? graph.shapeOf(outputs.get(id)!));
    return ids.map((id, i) => (spreads(shapes[i], shapes[1 - i]) ? scalarOf(id) : undefined) ?? find(id));
  };

  const recording: Parameters<typeof withBinding>[0] = (binding) => ({
    executeOp(name, attributes, inputs, count) {
      const encoded = Object.fromEntries(attributes.map((attribute) => [attribute.name, encode(attribute)]));
      const operation = add(graph, name, findPair(name, inputs), encoded);
      return Array.from({ length: count }, (_, index) => {
        const output = { operation, index };
        const forGradient = name === "FusedBatchNormV3" && index === 5;
        const shape = forGradient ? [0] : graph.shapeOf(output);
        if (shape.some((length) => length < 0)) {
          throw new NotAGraph(`the shape of what ${name} gives depends on values, which a graph here cannot do`);
        }
        // An empty tensor stands for the output, so that tfjs has something to free.
        const id = binding.createTensor([0], binding.TF_FLOAT, new Float32Array());
        outputs.set(id, output);
        return { id, shape, dtype: graph.typeOf(output) };
      });
    },
    createTensor(shape, type, values) {
      const id = binding.createTensor(shape, type, values);
      hostTensors.set(id, hostTensor(shape, type, values));
      return id;
    },
    tensorDataSync(id) {
      if (outputs.has(id) && !hostTensors.has(id)) {
        throw new NotAGraph("it reads a value in the middle of a step, which a graph cannot do");
      }
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

/** Operations that spread a single number over the other input. */
const elementwise = new Set(["Mul", "RealDiv", "AddV2", "Sub", "Maximum", "Minimum"]);

/** Constants of fewer values than these are taken as they are. */
const manyValues = 1024;

/** Tells whether one shape spreads over another without making it larger. */
function spreads(shape: number[], over: number[]): boolean {
  const offset = over.length - shape.length;
  return offset >= 0 && shape.every((length, axis) => length === 1 || length === over[axis + offset]);
}

function readOutside({ shape, dtype }: TensorInfo, values: ArrayLike<number>): HostTensor {
  return hostTensor(shape, dataTypes[dtype as HostTensor["dtype"]], values);
}

function hostTensor(shape: number[], type: number, values: ArrayLike<number>): HostTensor {
  const dtype = (Object.keys(dataTypes) as HostTensor["dtype"][]).find((name) => dataTypes[name] === type);
  if (!dtype) throw new NotAGraph(`it has a constant of TensorFlow's type ${type}, which graphs here do not know`);
  const array = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  return { dtype, shape: [...shape], values: values instanceof array ? values : array.from(values) };
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
  throw new NotAGraph(`it has an attribute ${name} of a kind that graphs here do not know`);
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
