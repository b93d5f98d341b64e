import { existsSync } from "node:fs";
import util from "node:util";
import type { TensorInfo } from "@tensorflow/tfjs-node-gpu";
import { cudaDevice, missingCudaLibrary } from "./cuda.ts";
import { withoutStartUpLines } from "./start_up_lines.ts";

/** The whole of TensorFlow.js, as tfjs-node-gpu exports it. */
export type TensorFlow = typeof import("@tensorflow/tfjs-node-gpu");

/** A device that training runs on. */
export interface Device {
  kind: "cpu" | "cuda";
  /** `"CPU"`, or the name of the GPU that TensorFlow uses. */
  name: string;
}

/** An attribute of an operation as tfjs-node's binding takes it: its type is one of the binding's TF_ATTR numbers. */
export interface OperationAttribute {
  name: string;
  type: number;
  value: unknown;
}

/** The native binding of tfjs-node: TensorFlow's kernels by name, and tensors by numbers. */
export interface NodeBinding extends Record<`TF_ATTR_${string}`, number> {
  TF_FLOAT: number;
  TF_INT32: number;
  TF_Version: string;
  executeOp(
    name: string,
    attributes: OperationAttribute[],
    inputs: number[],
    outputs: number,
  ): { id: number; shape: number[]; dtype: number }[];
  createTensor(shape: number[], type: number, values: ArrayLike<number>): number;
  tensorDataSync(id: number): ArrayLike<number>;
}

/** The part of tfjs-node's backend that this project calls beside tfjs' own operations. */
export interface NodeBackend {
  isUsingGpuDevice: boolean;
  binding: NodeBinding;
  getInputTensorIds(tensors: TensorInfo[]): number[];
  executeMultipleOutputs(
    name: string,
    attributes: OperationAttribute[],
    inputs: unknown[],
    outputs: number,
  ): unknown[];
}

const addon = new URL(
  "../../node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node",
  import.meta.url,
);
let loaded: Promise<TensorFlow> | undefined;

/**
 * Returns TensorFlow.js with the native TensorFlow backend ready. The first call loads the library (about one second),
 * later calls return the same object.
 *
 * `device: "cuda"` insists on a GPU. Left out, the environment variable `HAR_DEVICE` decides, and without that TensorFlow
 * takes a GPU if it finds one.
 *
 * Throws if the native binding is not set up, and if a GPU was asked for and TensorFlow found none; the message then names the library that could
 * not be loaded.
 *
 * ```ts
 * const tf = await backend();
 * tf.matMul([[1, 2]], [[3], [4]]).print();
 * ```
 */
export async function backend(options: { device?: "cpu" | "cuda" } = {}): Promise<TensorFlow> {
  const wanted = options.device ?? Deno.env.get("HAR_DEVICE");
  if (wanted === "cpu") Deno.env.set("CUDA_VISIBLE_DEVICES", "-1");
  loaded ??= load();
  const tf = await loaded;
  if (wanted === "cuda" && !isUsingGpu(tf)) {
    throw new Error(`CUDA was asked for, but TensorFlow found no GPU: ${missingCudaLibrary()}.`);
  }
  return tf;
}

/** Returns the device that TensorFlow runs on: the CPU, or the first GPU by its name. */
export async function device(): Promise<Device> {
  return isUsingGpu(await backend()) ? { kind: "cuda", name: cudaDevice() } : { kind: "cpu", name: "CPU" };
}

/** Returns the version of the TensorFlow library behind the binding, such as `"2.21.0"`. */
export async function tensorflowVersion(): Promise<string> {
  return nodeBackend(await backend()).binding.TF_Version;
}

/** Returns tfjs-node's backend object, the door to TensorFlow's own kernels. */
export function nodeBackend(tf: TensorFlow): NodeBackend {
  return tf.backend() as unknown as NodeBackend;
}

function isUsingGpu(tf: TensorFlow): boolean {
  return nodeBackend(tf).isUsingGpuDevice;
}

async function load(): Promise<TensorFlow> {
  if (!existsSync(addon)) {
    throw new Error("TensorFlow's native binding is not set up in this checkout: run `deno task setup` first.");
  }
  Deno.env.set("TF_CPP_MIN_LOG_LEVEL", Deno.env.get("TF_CPP_MIN_LOG_LEVEL") ?? "2");
  Deno.env.set("TF_FORCE_GPU_ALLOW_GROWTH", Deno.env.get("TF_FORCE_GPU_ALLOW_GROWTH") ?? "true");
  // Sessions of graphs then have threads of their own, as many as they ask for.
  Deno.env.set("TF_OVERRIDE_GLOBAL_THREADPOOL", Deno.env.get("TF_OVERRIDE_GLOBAL_THREADPOOL") ?? "true");
  // tfjs-node calls two functions of node:util on every operation that Deno, like Node 23, no longer has.
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
  return await withoutStartUpLines(async () => {
    const { default: tf } = await import("@tensorflow/tfjs-node-gpu") as unknown as { default: TensorFlow };
    await tf.ready();
    tf.tidy(() => tf.scalar(0).add(0));
    return tf;
  });
}
