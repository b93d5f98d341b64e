import type { TensorFlow } from "./tensorflow_types.ts";
import { sendRepeatedOnce } from "./repeated_uploads.ts";
import { withoutStartUpLines } from "./start_up_lines.ts";

/** A GPU, or a program in its place, as WebGPU shows it. */
export interface WebGpuAdapter {
  name: string;
  /** Whether it is a program on the CPU, such as Mesa's llvmpipe. */
  software: boolean;
}

/** The request with which tfjs asks for its adapter. */
const request: GPURequestAdapterOptions = { powerPreference: "high-performance" };

/** Returns the adapter that WebGPU gives to this process, or undefined if there is none. */
export async function webgpuAdapter(): Promise<WebGpuAdapter | undefined> {
  // On Linux only Vulkan's adapters can do all that tfjs asks for.
  if (Deno.build.os === "linux" && !Deno.env.has("DENO_WEBGPU_BACKEND")) Deno.env.set("DENO_WEBGPU_BACKEND", "vulkan");
  const adapter = await withoutStartUpLines(async () => await navigator.gpu?.requestAdapter(request));
  if (!adapter) return undefined;
  const { description, vendor, isFallbackAdapter } = adapter.info;
  return { name: description || `a GPU of vendor ${vendor}`, software: isFallbackAdapter };
}

/** Returns a sentence that says there is no adapter and what to install. */
export function missingAdapter(): string {
  return Deno.build.os === "linux"
    ? "WebGPU finds no adapter, since no Vulkan driver can be loaded: install mesa-vulkan-drivers for AMD and Intel (Debian, Ubuntu: `apt install mesa-vulkan-drivers`), or NVIDIA's own driver with Vulkan's loader (`apt install libvulkan1 libgl1`)."
    : "WebGPU finds no adapter: this machine's GPU is not served by Deno.";
}

/**
 * Lets tfjs compute by WebGPU. Its operations then depend on nothing but their inputs: products with a long inner
 * dimension are not added up in an order that chance decides.
 */
export async function useWebgpu(tf: TensorFlow): Promise<void> {
  await import("@tensorflow/tfjs-backend-webgpu");
  // tfjs adds parts of such products atomically, as they come, if a product has no more than so many workgroups.
  tf.env().set("WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL", 0.25);
  await withoutStartUpLines(() => tf.setBackend("webgpu"));
  refuseWrongNumbers(tf.backend() as unknown as WebGpuBackend);
  sendRepeatedOnce(tf.backend() as unknown as Parameters<typeof sendRepeatedOnce>[0]);
}

/** The part of tfjs' backend on WebGPU that is watched. */
interface WebGpuBackend {
  device: GPUDevice;
  bufferManager: { acquireBuffer(size: number, ...others: unknown[]): GPUBuffer };
  read(tensor: object): Promise<unknown>;
}

/**
 * Makes an error of what WebGPU only reports on the side while tfjs goes on and reads zeros: a tensor that is larger
 * than the adapter's buffers is refused when it is made, and anything else ends the next reading of a tensor.
 */
function refuseWrongNumbers(gpu: WebGpuBackend): void {
  const { device, bufferManager } = gpu;
  const most = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
  const acquire = bufferManager.acquireBuffer.bind(bufferManager);
  bufferManager.acquireBuffer = (size, ...others) => {
    if (size <= most) return acquire(size, ...others);
    const [wanted, allowed] = [size, most].map((bytes) => `${Math.round(bytes / 1e6)} MB`);
    throw new Error(`A tensor of ${wanted} is more than this GPU takes, ${allowed}: choose a smaller batch.`);
  };

  let problem: string | undefined;
  device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    problem ??= (event as GPUUncapturedErrorEvent).error.message;
  });
  device.lost.then(({ message, reason }) => problem ??= `the GPU was lost (${message || reason})`);
  const read = gpu.read.bind(gpu);
  gpu.read = async (tensor) => {
    const values = await read(tensor);
    if (problem === undefined) return values;
    const text = problem;
    problem = undefined;
    throw new Error(`WebGPU could not compute this: ${text.trim()}.`);
  };
}
