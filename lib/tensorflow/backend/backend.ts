import { existsSync } from "node:fs";
import util from "node:util";
import { cudaCompiler, cudaDriver, cudaLibraries, missingCuda } from "./cuda.ts";
import type { Device } from "./device.ts";
import type { NodeBackend, TensorFlow } from "./tensorflow_types.ts";
import { withoutStartUpLines } from "./start_up_lines.ts";
import { type DeviceName, environment } from "../../settings/environment.ts";
import { hasNvidiaDriver } from "../../system/platform.ts";

const addon = new URL(
  "../../../node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node",
  import.meta.url,
);
let loaded: Promise<{ tf: TensorFlow; device: Device }> | undefined;

/**
 * Returns TensorFlow.js, ready on a device. The first call loads it (about one second), later calls return the same
 * object.
 *
 * The environment variable `HAR_DEVICE` decides on the device: `cuda`, `cpu`, or `auto`, as without it, which takes CUDA,
 * else the CPU. With `HAR_TF32=1` CUDA may round the inputs of matrix products to TF32; with `HAR_XLA=1`
 * XLA compiles graphs.
 *
 * Throws one sentence if the native binding is not set up, and if the device that was asked for is not available; the
 * message then says what is missing.
 *
 * ```ts
 * const tf = await backend();
 * tf.matMul([[1, 2]], [[3], [4]]).print();
 * ```
 */
export async function backend(): Promise<TensorFlow> {
  return (await load()).tf;
}

/** Returns the device on which tfjs computes, and why it is this one. */
export async function device(): Promise<Device> {
  return (await load()).device;
}

/** Returns the version of the TensorFlow library behind the binding, such as `"2.21.0"`. */
export async function tensorflowVersion(): Promise<string> {
  return nodeBackend((await load()).tf).binding.TF_Version;
}

/** Returns tfjs-node's backend object, the door to TensorFlow's own kernels. */
export function nodeBackend(tf: TensorFlow): NodeBackend {
  return tf.backend() as unknown as NodeBackend;
}

function load() {
  loaded ??= loadOn(environment("HAR_DEVICE"));
  return loaded;
}

async function loadOn(wanted: DeviceName): Promise<{ tf: TensorFlow; device: Device }> {
  const tf = await loadTensorflow({ withoutGpu: wanted === "cpu" });
  const device = chooseDevice(wanted, nodeBackend(tf).isUsingGpuDevice);
  if (usesXla()) device.xla = true;
  return { tf, device };
}

/** Returns the device to compute on, by what is wanted and whether TensorFlow has a GPU. */
function chooseDevice(wanted: DeviceName, hasCuda: boolean): Device {
  if (hasCuda) {
    const why = wanted === "cuda" ? "asked for" : "TensorFlow has this GPU by CUDA";
    return { kind: "cuda", name: cudaDriver().gpus[0].name, why, tf32: allowsTf32() };
  }
  if (wanted === "cuda") {
    throw new Error(
      `CUDA was asked for, but TensorFlow found no GPU: ${missingCuda()}. \`deno task doctor\` shows every library; \`--device auto\` takes what is available.`,
    );
  }
  const why = wanted === "cpu" ? "asked for" : `no CUDA, since ${missingCuda()}`;
  return { kind: "cpu", name: "CPU", why };
}

function allowsTf32(): boolean {
  return environment("HAR_TF32") === "1";
}

function usesXla(): boolean {
  return environment("HAR_XLA") === "1";
}

/** Lets TensorFlow, which reads this once, compile what it can of every graph, on a GPU with the parts of NVIDIA's wheel. */
function setXlaFlags(): void {
  Deno.env.set("TF_XLA_FLAGS", Deno.env.get("TF_XLA_FLAGS") ?? "--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit");
  const compiler = cudaCompiler();
  if (compiler) Deno.env.set("XLA_FLAGS", Deno.env.get("XLA_FLAGS") ?? `--xla_gpu_cuda_data_dir=${compiler}`);
}

async function loadTensorflow({ withoutGpu }: { withoutGpu: boolean }): Promise<TensorFlow> {
  if (!existsSync(addon)) {
    throw new Error("TensorFlow's native binding is not set up in this checkout: run `deno task setup` first.");
  }
  // CUDA's libraries look at this when they are loaded; without it TensorFlow takes TF32 for granted.
  if (allowsTf32()) Deno.env.delete("NVIDIA_TF32_OVERRIDE");
  else Deno.env.set("NVIDIA_TF32_OVERRIDE", "0");
  // The same seed is to give the same numbers: TensorFlow then takes only CUDA's kernels whose sums have an order.
  if (hasNvidiaDriver()) Deno.env.set("TF_DETERMINISTIC_OPS", Deno.env.get("TF_DETERMINISTIC_OPS") ?? "1");
  if (usesXla()) setXlaFlags();
  // Read once, and only by graphs in bfloat16: a convolution's gradient of its kernel has no fast kernel there, and tfjs'
  // own products are of statistics, which stay float32.
  Deno.env.set(
    "TF_AUTO_MIXED_PRECISION_GRAPH_REWRITE_ALLOWLIST_REMOVE",
    "Conv2DBackpropFilter,BatchMatMulV2,BatchMatMul",
  );
  Deno.env.set("TF_CPP_MIN_LOG_LEVEL", Deno.env.get("TF_CPP_MIN_LOG_LEVEL") ?? "2");
  Deno.env.set("TF_FORCE_GPU_ALLOW_GROWTH", Deno.env.get("TF_FORCE_GPU_ALLOW_GROWTH") ?? "true");
  // Sessions of graphs then have threads of their own, as many as they ask for.
  Deno.env.set("TF_OVERRIDE_GLOBAL_THREADPOOL", Deno.env.get("TF_OVERRIDE_GLOBAL_THREADPOOL") ?? "true");
  // TensorFlow opens CUDA's libraries by name, and its run path misses cuSOLVER's wheel: one loaded before is found.
  if (withoutGpu) Deno.env.set("CUDA_VISIBLE_DEVICES", "-1");
  else if (hasNvidiaDriver()) cudaLibraries();
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
