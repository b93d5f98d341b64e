import { Reader, Writer } from "protobufjs/minimal.js";

/** What TensorFlow's registry tells of an operation. */
export interface OperationSchema {
  /** For each input, whether it is a list of tensors. */
  lists: boolean[];
  attributes: Set<string>;
}

/** How long one operation of a graph took in one run. */
export interface OperationTime {
  /** The operation's name in the graph, such as `Conv2D_17`. */
  name: string;
  /** Where it ran: a device, or a stream of a GPU, such as `/device:GPU:0/stream:all`. */
  device: string;
  /** When it began, microseconds from an arbitrary moment. */
  start: number;
  microseconds: number;
}

/** A RunOptions that asks for the time of every operation: trace_level (1) = FULL_TRACE (3). */
export const fullTrace = Uint8Array.of(0x08, 0x03);

/**
 * Returns a ConfigProto (tensorflow/core/protobuf/config.proto) with intra_op_parallelism_threads (2); on request with
 * inter_op_parallelism_threads (5) = 1 of its own (use_per_session_threads, 9), and with graph_options (10), their
 * rewrite_options (10) and auto_mixed_precision_onednn_bfloat16 (31) = ON (1).
 */
export function sessionConfig(
  threads: number,
  { inTurn = false, bfloat16 = false } = {},
): Uint8Array<ArrayBuffer> {
  const config = new Writer().uint32(2 << 3).int32(threads);
  if (inTurn) config.uint32(5 << 3).int32(1).uint32(9 << 3).bool(true);
  if (bfloat16) {
    config.uint32(10 << 3 | 2).fork().uint32(10 << 3 | 2).fork().uint32(31 << 3).int32(1).ldelim().ldelim();
  }
  return new Uint8Array(config.finish());
}

/** Reads inputs (2) and attributes (4) from an OpDef (tensorflow/core/framework/op_def.proto). */
export function readSchema(bytes: Uint8Array): OperationSchema {
  const schema: OperationSchema = { lists: [], attributes: new Set() };
  readMessage(bytes, {
    2: (reader) => schema.lists.push(isList(reader.bytes())),
    4: (reader) => readMessage(reader.bytes(), { 1: (reader) => schema.attributes.add(reader.string()) }),
  });
  return schema;
}

/** Tells whether an ArgDef is a list: it then has a number_attr (5) or a type_list_attr (6). */
function isList(bytes: Uint8Array): boolean {
  let list = false;
  const take = (reader: Reader) => list ||= reader.string() !== "";
  readMessage(bytes, { 5: take, 6: take });
  return list;
}

/**
 * Reads a RunMetadata: step_stats (1), their dev_stats (1), their device (1) and node_stats (2), of each its name (1),
 * begin (2) and end (5, counted from the start), in microseconds (tensorflow/core/framework/step_stats.proto).
 */
export function readRunMetadata(bytes: Uint8Array): OperationTime[] {
  const times: OperationTime[] = [];
  const readNode = (reader: Reader): OperationTime => {
    const time = { name: "", device: "", start: 0, microseconds: 0 };
    readMessage(reader.bytes(), {
      1: (reader) => time.name = reader.string(),
      2: (reader) => time.start = Number(reader.int64()),
      5: (reader) => time.microseconds = Number(reader.int64()),
    });
    return time;
  };
  const readDevice = (reader: Reader) => {
    let device = "";
    const nodes: OperationTime[] = [];
    readMessage(reader.bytes(), {
      1: (reader) => device = reader.string(),
      2: (reader) => nodes.push(readNode(reader)),
    });
    times.push(...nodes.map((node) => ({ ...node, device })));
  };
  readMessage(bytes, { 1: (reader) => readMessage(reader.bytes(), { 1: readDevice }) });
  return times;
}

/** Reads a message's fields by their numbers, and skips those that nobody takes. */
function readMessage(bytes: Uint8Array, take: Record<number, (reader: Reader) => void>): void {
  const reader = new Reader(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (take[tag >>> 3]) take[tag >>> 3](reader);
    else reader.skipType(tag & 7);
  }
}
