import { backend } from "../backend/backend.ts";
import { addonPath } from "../../system/paths.ts";

/** A handle that TensorFlow gives out. */
export type Handle = Deno.PointerValue;

/** Element types of TensorFlow by their numbers in its C API. */
export const dataTypes = { float32: 1, int32: 3, bool: 10, bfloat16: 14 } as const;

const output = { struct: ["pointer", "i32"] } as const;

const sessionRun = [
  "pointer",
  "pointer",
  "buffer",
  "buffer",
  "i32",
  "buffer",
  "buffer",
  "i32",
  "buffer",
  "i32",
  "pointer",
  "pointer",
] as const;

/** The functions of TensorFlow's C API (tensorflow/c/c_api.h) that graphs need. */
const functions = {
  TF_NewStatus: { parameters: [], result: "pointer" },
  TF_DeleteStatus: { parameters: ["pointer"], result: "void" },
  TF_GetCode: { parameters: ["pointer"], result: "i32" },
  TF_Message: { parameters: ["pointer"], result: "pointer" },
  TF_NewBuffer: { parameters: [], result: "pointer" },
  TF_NewBufferFromString: { parameters: ["buffer", "usize"], result: "pointer" },
  TF_DeleteBuffer: { parameters: ["pointer"], result: "void" },
  TF_NewGraph: { parameters: [], result: "pointer" },
  TF_DeleteGraph: { parameters: ["pointer"], result: "void" },
  TF_GraphGetOpDef: { parameters: ["pointer", "buffer", "pointer", "pointer"], result: "void" },
  TF_GraphGetTensorNumDims: { parameters: ["pointer", output, "pointer"], result: "i32" },
  TF_GraphGetTensorShape: { parameters: ["pointer", output, "buffer", "i32", "pointer"], result: "void" },
  TF_OperationOutputType: { parameters: [output], result: "i32" },
  TF_NewOperation: { parameters: ["pointer", "buffer", "buffer"], result: "pointer" },
  TF_AddInput: { parameters: ["pointer", output], result: "void" },
  TF_AddInputList: { parameters: ["pointer", "buffer", "i32"], result: "void" },
  TF_AddControlInput: { parameters: ["pointer", "pointer"], result: "void" },
  TF_SetAttrString: { parameters: ["pointer", "buffer", "buffer", "usize"], result: "void" },
  TF_SetAttrInt: { parameters: ["pointer", "buffer", "i64"], result: "void" },
  TF_SetAttrIntList: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrFloat: { parameters: ["pointer", "buffer", "f32"], result: "void" },
  TF_SetAttrBool: { parameters: ["pointer", "buffer", "u8"], result: "void" },
  TF_SetAttrType: { parameters: ["pointer", "buffer", "i32"], result: "void" },
  TF_SetAttrShape: { parameters: ["pointer", "buffer", "buffer", "i32"], result: "void" },
  TF_SetAttrTensor: { parameters: ["pointer", "buffer", "pointer", "pointer"], result: "void" },
  TF_FinishOperation: { parameters: ["pointer", "pointer"], result: "pointer" },
  TF_NewSessionOptions: { parameters: [], result: "pointer" },
  TF_SetConfig: { parameters: ["pointer", "buffer", "usize", "pointer"], result: "void" },
  TF_DeleteSessionOptions: { parameters: ["pointer"], result: "void" },
  TF_NewSession: { parameters: ["pointer", "pointer", "pointer"], result: "pointer" },
  TF_CloseSession: { parameters: ["pointer", "pointer"], result: "void" },
  TF_DeleteSession: { parameters: ["pointer", "pointer"], result: "void" },
  TF_SessionRun: { parameters: sessionRun, result: "void", nonblocking: true },
  TF_SessionRunSync: { name: "TF_SessionRun", parameters: sessionRun, result: "void" },
  TF_AllocateTensor: { parameters: ["i32", "buffer", "i32", "usize"], result: "pointer" },
  TF_DeleteTensor: { parameters: ["pointer"], result: "void" },
  TF_TensorData: { parameters: ["pointer"], result: "pointer" },
  TF_TensorByteSize: { parameters: ["pointer"], result: "usize" },
  // Of glibc, with which TensorFlow's library is linked; other C libraries have none.
  malloc_trim: { parameters: ["usize"], result: "i32", optional: true },
} as const;

await backend();

/**
 * TensorFlow's C API. The library is the one that tfjs-node's addon has loaded: the same process, a second door. Looked
 * up through the addon, so it is the same build on every system.
 */
export const { symbols: c } = Deno.dlopen(addonPath, functions);

/** Returns a text as C wants it, with a zero at its end. */
export function text(value: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${value}\0`);
}

/** Calls a function with a status and returns its result. Throws TensorFlow's message if the status is an error. */
export function checked<T>(call: (status: Handle) => T): T {
  const status = c.TF_NewStatus();
  try {
    const result = call(status);
    throwIfFailed(status);
    return result;
  } finally {
    c.TF_DeleteStatus(status);
  }
}

/** Throws TensorFlow's message if a status is an error. */
export function throwIfFailed(status: Handle): void {
  if (c.TF_GetCode(status) === 0) return;
  const message = Deno.UnsafePointerView.getCString(c.TF_Message(status)!);
  throw new Error(`TensorFlow: ${message.split("\n")[0]}`);
}

/** Numbers on the host with the shape of a tensor. */
export interface HostTensor {
  dtype: Exclude<keyof typeof dataTypes, "bfloat16">;
  shape: number[];
  values: Float32Array | Int32Array | Uint8Array;
}

/** Tells whether all numbers are the same. */
export function isUniform(values: HostTensor["values"]): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

/** Copies numbers into a tensor of TensorFlow's, to be deleted by the caller. */
export function newTensor({ dtype, shape, values }: HostTensor): Handle {
  const dimensions = BigInt64Array.from(shape, BigInt);
  const tensor = c.TF_AllocateTensor(dataTypes[dtype], dimensions, shape.length, BigInt(values.byteLength));
  if (values.byteLength > 0) {
    const place = Deno.UnsafePointerView.getArrayBuffer(c.TF_TensorData(tensor)!, values.byteLength);
    new Uint8Array(place).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return tensor;
}

/** Copies the bytes of a tensor of TensorFlow's. */
export function tensorBytes(tensor: Handle): ArrayBuffer {
  const size = Number(c.TF_TensorByteSize(tensor));
  return size === 0
    ? new ArrayBuffer(0)
    : Deno.UnsafePointerView.getArrayBuffer(c.TF_TensorData(tensor)!, size).slice(0);
}

/** Copies the bytes of a TF_Buffer: a pointer, then a length. */
export function bufferBytes(buffer: Handle): Uint8Array<ArrayBuffer> {
  const view = new Deno.UnsafePointerView(buffer!);
  const [data, length] = [view.getPointer(0), Number(view.getBigUint64(8))];
  return new Uint8Array(data ? Deno.UnsafePointerView.getArrayBuffer(data, length).slice(0) : new ArrayBuffer(0));
}
