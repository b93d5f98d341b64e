import type { Precision } from "../backend/precision.ts";
import {
  bufferBytes,
  c,
  checked,
  dataTypes,
  type Handle,
  type HostTensor,
  isUniform,
  newTensor,
  tensorBytes,
  text,
  throwIfFailed,
} from "./tensorflow_c_api.ts";
import {
  fullTrace,
  type OperationSchema,
  type OperationTime,
  readRunMetadata,
  readSchema,
  sessionConfig,
} from "./protobuf_messages.ts";

/** An output of an operation in a graph. */
export interface Output {
  operation: Handle;
  index: number;
}

/** An attribute of an operation. */
export type GraphAttribute =
  | { string: string }
  | { int: number }
  | { ints: number[] }
  | { float: number }
  | { bool: boolean }
  | { type: number }
  | { shape: number[] }
  | { tensor: HostTensor };

/** What a run of a graph takes and gives. */
export interface RunRequest {
  /** Values of placeholders. Default: none. */
  feeds?: { output: Output; value: HostTensor }[];
  /** Outputs to return. Default: none. */
  fetches?: Output[];
  /** Operations to run beside what the fetches need. Default: none. */
  targets?: Handle[];
}

export interface GraphOptions {
  /**
   * How many threads one operation may use. Default: 0, one for each core.
   */
  threads?: number;
  /**
   * Whether operations run one after the other, each on all its threads. Where two run at a time on a CPU, some sums are
   * rounded otherwise from run to run. Default: false.
   */
  inTurn?: boolean;
  /**
   * With `"bfloat16"` TensorFlow rewrites the graph on a CPU: convolutions and products take and give bfloat16,
   * everything that adds up many numbers stays float32. Default: `"float32"`.
   */
  precision?: Precision;
}

/** A TensorFlow graph (TF_Graph) and one session that runs it. Free it by {@link Graph.dispose}. */
export class Graph {
  #handle = c.TF_NewGraph();
  #session: Handle = null;
  #schemas = new Map<string, OperationSchema>();
  #count = 0;
  readonly #options: Required<GraphOptions>;

  constructor({ threads = 0, inTurn = false, precision = "float32" }: GraphOptions = {}) {
    this.#options = { threads, inTurn, precision };
  }

  get #graph(): Handle {
    if (!this.#handle) throw new Error("This graph was disposed, so it cannot run.");
    return this.#handle;
  }

  /** In what convolutions and matrix products compute. */
  get precision(): Precision {
    return this.#options.precision;
  }

  /**
   * Adds an operation and returns its handle. Attributes that the operation does not have are left out. Throws what
   * TensorFlow says of it.
   */
  add(
    type: string,
    inputs: Output[] = [],
    attributes: Record<string, GraphAttribute> = {},
    options: { after?: Handle[] } = {},
  ): Handle {
    const schema = this.#schema(type);
    const description = c.TF_NewOperation(this.#graph, text(type), text(`${type}_${this.#count++}`));
    addInputs(description, inputs, schema.lists);
    for (const operation of options.after ?? []) c.TF_AddControlInput(description, operation);
    for (const [name, value] of Object.entries(attributes)) {
      if (schema.attributes.has(name)) setAttribute(description, name, value);
    }
    return checked((status) => c.TF_FinishOperation(description, status));
  }

  /** Adds an operation and returns its first output. */
  output(type: string, inputs: Output[] = [], attributes: Record<string, GraphAttribute> = {}): Output {
    return { operation: this.add(type, inputs, attributes), index: 0 };
  }

  /** Adds a constant; of many equal values one is kept. */
  constant(value: HostTensor): Output {
    const { dtype, shape, values } = value;
    if (values.length > 1024 && isUniform(values)) {
      const dims = this.constant({ dtype: "int32", shape: [shape.length], values: Int32Array.from(shape) });
      return this.output("Fill", [dims, this.constant({ dtype, shape: [], values: values.slice(0, 1) })]);
    }
    return this.output("Const", [], { value: { tensor: value }, dtype: { type: dataTypes[dtype] } });
  }

  /** Returns the shape that TensorFlow infers of an output; -1 stands for a length that it cannot know. */
  shapeOf(output: Output): number[] {
    const place = outputStruct(output);
    const rank = checked((status) => c.TF_GraphGetTensorNumDims(this.#graph, place, status));
    if (rank < 0) return [-1];
    const shape = new BigInt64Array(rank);
    checked((status) => c.TF_GraphGetTensorShape(this.#graph, place, shape, rank, status));
    return Array.from(shape, Number);
  }

  /** Returns the element type of an output, as TensorFlow's C API numbers it. */
  typeOf(output: Output): number {
    return c.TF_OperationOutputType(outputStruct(output));
  }

  /** Adds an input that each run feeds. */
  placeholder(dtype: HostTensor["dtype"], shape: number[]): Output {
    return this.output("Placeholder", [], { dtype: { type: dataTypes[dtype] }, shape: { shape } });
  }

  /** Adds a variable that lives in the session, and returns its handle. */
  variable(name: string, dtype: HostTensor["dtype"], shape: number[]): Output {
    return this.output("VarHandleOp", [], {
      shared_name: { string: name },
      dtype: { type: dataTypes[dtype] },
      shape: { shape },
    });
  }

  /**
   * Runs what the fetched outputs and the targets need, away from the event loop, and returns the bytes of the fetched
   * outputs. Throws what TensorFlow says.
   */
  async run(request: RunRequest): Promise<ArrayBuffer[]> {
    return await this.#run(request, null, null);
  }

  /** Runs as {@link run} does and returns how long each operation took. */
  async profile(request: RunRequest): Promise<OperationTime[]> {
    const [options, metadata] = [c.TF_NewBufferFromString(fullTrace, BigInt(fullTrace.length)), c.TF_NewBuffer()];
    try {
      await this.#run(request, options, metadata);
      return readRunMetadata(bufferBytes(metadata));
    } finally {
      c.TF_DeleteBuffer(options);
      c.TF_DeleteBuffer(metadata);
    }
  }

  /** Runs as {@link run} does, but on this thread: the event loop waits. */
  runSync(request: RunRequest): ArrayBuffer[] {
    const run = this.#prepare(request, null, null);
    try {
      c.TF_SessionRunSync(...run.arguments);
      return run.results();
    } finally {
      run.free();
    }
  }

  async #run(request: RunRequest, options: Handle, metadata: Handle): Promise<ArrayBuffer[]> {
    const run = this.#prepare(request, options, metadata);
    try {
      await c.TF_SessionRun(...run.arguments);
      return run.results();
    } finally {
      run.free();
    }
  }

  /** Puts a request into the arguments of TF_SessionRun; they must be kept until it has returned. */
  #prepare({ feeds = [], fetches = [], targets = [] }: RunRequest, options: Handle, metadata: Handle) {
    this.#session ??= this.#newSession();
    const status = c.TF_NewStatus();
    const values = feeds.map(({ value }) => newTensor(value));
    const fetched = new BigUint64Array(fetches.length);
    return {
      arguments: [
        this.#session,
        options,
        outputArray(feeds.map(({ output }) => output)),
        pointerArray(values),
        values.length,
        outputArray(fetches),
        fetched,
        fetched.length,
        pointerArray(targets),
        targets.length,
        metadata,
        status,
      ] as Parameters<typeof c.TF_SessionRun>,
      results() {
        throwIfFailed(status);
        const tensors = Array.from(fetched, (pointer) => Deno.UnsafePointer.create(pointer));
        const bytes = tensors.map(tensorBytes);
        for (const tensor of tensors) c.TF_DeleteTensor(tensor);
        return bytes;
      },
      free() {
        for (const value of values) c.TF_DeleteTensor(value);
        c.TF_DeleteStatus(status);
      },
    };
  }

  /**
   * Frees the session with its variables and the graph, and gives their memory back to the system: glibc would keep it
   * in the arenas of threads that have ended, a little more with each training.
   */
  dispose(): void {
    if (!this.#handle) return;
    if (this.#session) {
      checked((status) => c.TF_CloseSession(this.#session, status));
      checked((status) => c.TF_DeleteSession(this.#session, status));
    }
    c.TF_DeleteGraph(this.#handle);
    this.#session = this.#handle = null;
    c.malloc_trim?.(0n);
  }

  #newSession(): Handle {
    const options = c.TF_NewSessionOptions();
    try {
      const { threads, inTurn, precision } = this.#options;
      const config = sessionConfig(threads, { inTurn, bfloat16: precision === "bfloat16" });
      checked((status) => c.TF_SetConfig(options, config, BigInt(config.length), status));
      return checked((status) => c.TF_NewSession(this.#graph, options, status));
    } finally {
      c.TF_DeleteSessionOptions(options);
    }
  }

  #schema(type: string): OperationSchema {
    let schema = this.#schemas.get(type);
    if (!schema) {
      const buffer = c.TF_NewBuffer();
      try {
        checked((status) => c.TF_GraphGetOpDef(this.#graph, text(type), buffer, status));
        schema = readSchema(bufferBytes(buffer));
      } finally {
        c.TF_DeleteBuffer(buffer);
      }
      this.#schemas.set(type, schema);
    }
    return schema;
  }
}

/** Adds inputs: single ones, and if the operation takes a list, as many as the others leave. */
function addInputs(description: Handle, inputs: Output[], lists: boolean[]): void {
  const inList = inputs.length - lists.filter((list) => !list).length;
  let next = 0;
  for (const list of lists) {
    if (list) {
      c.TF_AddInputList(description, outputArray(inputs.slice(next, next + inList)), inList);
      next += inList;
    } else {
      c.TF_AddInput(description, outputStruct(inputs[next++]));
    }
  }
}

function setAttribute(description: Handle, name: string, value: GraphAttribute): void {
  if ("string" in value) {
    const bytes = new TextEncoder().encode(value.string);
    c.TF_SetAttrString(description, text(name), bytes, BigInt(bytes.length));
  } else if ("int" in value) c.TF_SetAttrInt(description, text(name), BigInt(value.int));
  else if ("ints" in value) {
    c.TF_SetAttrIntList(description, text(name), BigInt64Array.from(value.ints, BigInt), value.ints.length);
  } else if ("float" in value) c.TF_SetAttrFloat(description, text(name), value.float);
  else if ("bool" in value) c.TF_SetAttrBool(description, text(name), value.bool ? 1 : 0);
  else if ("type" in value) c.TF_SetAttrType(description, text(name), value.type);
  else if ("shape" in value) {
    c.TF_SetAttrShape(description, text(name), BigInt64Array.from(value.shape, BigInt), value.shape.length);
  } else {
    const tensor = newTensor(value.tensor);
    try {
      checked((status) => c.TF_SetAttrTensor(description, text(name), tensor, status));
    } finally {
      c.TF_DeleteTensor(tensor);
    }
  }
}

/** Returns a TF_Output as it is passed by value. */
function outputStruct(output: Output): Uint8Array<ArrayBuffer> {
  return new Uint8Array(outputArray([output]).buffer);
}

/** Returns outputs as an array of TF_Output: 16 bytes each, a pointer and an index. */
function outputArray(outputs: Output[]): BigUint64Array<ArrayBuffer> {
  return BigUint64Array.from(outputs.flatMap(({ operation, index }) => [address(operation), BigInt(index)]));
}

function pointerArray(handles: Handle[]): BigUint64Array<ArrayBuffer> {
  return BigUint64Array.from(handles, address);
}

function address(handle: Handle): bigint {
  return Deno.UnsafePointer.value(handle);
}
