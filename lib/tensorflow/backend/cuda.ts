import { existsSync, readdirSync } from "node:fs";
import { setupFolder } from "../../system/paths.ts";

/** A shared library that CUDA's build of TensorFlow opens. */
export interface CudaLibrary {
  /** Such as `"libcudnn.so.9"`. */
  file: string;
  /** The package that it comes from. */
  from: string;
  /** Where it was found: a path, or `"the system"`; left out if it cannot be loaded. */
  path?: string;
  /** As the library itself tells it; left out if it does not. */
  version?: string;
  /** Why it cannot be loaded; left out if it can. */
  problem?: string;
}

/** A GPU as the CUDA driver shows it to this process. */
export interface CudaGpu {
  name: string;
  /** Bytes. */
  memory: number;
  /** Such as `"9.0"`. */
  computeCapability: string;
}

const driverFile = "libcuda.so.1";
/** In an order in which each finds those that it needs loaded already. */
const libraries = [
  { file: "libcudart.so.12", wheel: "cuda_runtime", version: versionBy("cudaRuntimeGetVersion") },
  { file: "libnvJitLink.so.12", wheel: "nvjitlink" },
  { file: "libcublasLt.so.12", wheel: "cublas" },
  { file: "libcublas.so.12", wheel: "cublas" },
  { file: "libcufft.so.11", wheel: "cufft" },
  { file: "libcusparse.so.12", wheel: "cusparse" },
  { file: "libcusolver.so.11", wheel: "cusolver" },
  { file: "libcudnn.so.9", wheel: "cudnn", version: cudnnVersion },
  { file: "libnccl.so.2", wheel: "nccl" },
];

/**
 * Loads every library that CUDA's build of TensorFlow needs beside the driver, from the wheels that set-up unpacked,
 * else from the system, and tells where each was found, its version, or why it cannot be loaded.
 */
export function cudaLibraries(): CudaLibrary[] {
  return libraries.map(({ file, wheel, version }) => {
    const from = `nvidia-${wheel.replaceAll("_", "-")}-cu12`;
    const path = wheelFolders().map((folder) => `${folder}/${wheel}/lib/${file}`).find((path) => existsSync(path));
    try {
      Deno.dlopen(path ?? file, {});
      return { file, from, path: path ?? "the system", version: version?.(path ?? file) };
    } catch (error) {
      return { file, from, problem: reason(error) };
    }
  });
}

/**
 * Returns the version of CUDA that the NVIDIA driver serves, its own version if the system tells it, and the GPUs that
 * it shows. Throws one clause if the driver cannot be loaded or started.
 */
export function cudaDriver(): { cuda: string; driver?: string; gpus: CudaGpu[] } {
  let library;
  try {
    library = Deno.dlopen(driverFile, {
      cuInit: { parameters: ["u32"], result: "i32" },
      cuDriverGetVersion: { parameters: ["buffer"], result: "i32" },
      cuDeviceGetCount: { parameters: ["buffer"], result: "i32" },
      cuDeviceGetName: { parameters: ["buffer", "i32", "i32"], result: "i32" },
      cuDeviceTotalMem_v2: { parameters: ["buffer", "i32"], result: "i32" },
      cuDeviceGetAttribute: { parameters: ["buffer", "i32", "i32"], result: "i32" },
    });
  } catch (error) {
    const why = reason(error);
    throw new Error(
      why.includes("No such file")
        ? `there is no NVIDIA driver (${driverFile})`
        : `the NVIDIA driver cannot be loaded (${why})`,
    );
  }
  const { cuInit, cuDriverGetVersion, cuDeviceGetCount, ...device } = library.symbols;
  try {
    const status = cuInit(0);
    if (status !== 0) {
      throw new Error(`the NVIDIA driver does not start (cuInit returned ${status}): see \`nvidia-smi\``);
    }
    const integer = (call: (into: Int32Array<ArrayBuffer>) => number) => {
      const value = new Int32Array(1);
      call(value);
      return value[0];
    };
    const attribute = (which: number, gpu: number) => integer((into) => device.cuDeviceGetAttribute(into, which, gpu));
    const gpus = Array.from({ length: integer(cuDeviceGetCount) }, (_, gpu): CudaGpu => {
      const [name, memory] = [new Uint8Array(256), new BigUint64Array(1)];
      device.cuDeviceGetName(name, name.length, gpu);
      device.cuDeviceTotalMem_v2(memory, gpu);
      return {
        name: new TextDecoder().decode(name.subarray(0, name.indexOf(0))),
        memory: Number(memory[0]),
        computeCapability: `${attribute(75, gpu)}.${attribute(76, gpu)}`,
      };
    });
    return { cuda: versionOf(integer(cuDriverGetVersion)), driver: driverVersion(), gpus };
  } finally {
    library.close();
  }
}

/**
 * Returns one clause that says why there is no CUDA: which library cannot be loaded, or that the driver lists no GPU.
 */
export function missingCuda(): string {
  try {
    const { gpus } = cudaDriver();
    const broken = cudaLibraries().find(({ problem }) => problem);
    if (broken) return `${broken.file} of ${broken.from} cannot be loaded (run \`deno task setup --device cuda\`)`;
    return gpus.length === 0
      ? "the NVIDIA driver lists no GPU (see `nvidia-smi` and CUDA_VISIBLE_DEVICES)"
      : `the driver lists ${gpus[0].name}, and TensorFlow does not take it (run \`deno task setup --device cuda\`)`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Returns the folder of CUDA's compiler, with ptxas and libdevice, that set-up unpacked; undefined if it did not. */
export function cudaCompiler(): string | undefined {
  return wheelFolders().map((folder) => `${folder}/cuda_nvcc`).find((path) => existsSync(path));
}

/** Returns the folders `nvidia` in which set-up unpacked CUDA's wheels. */
function wheelFolders(): string[] {
  const builds = existsSync(setupFolder) ? readdirSync(setupFolder) : [];
  return builds.filter((name) => /^tensorflow-[\d.]+-cuda$/.test(name)).map((name) => `${setupFolder}/${name}/nvidia`);
}

/** Reads a version that a function of a library writes, such as 12090, as `"12.9"`. */
function versionBy(symbol: string): (path: string) => string {
  return (path) => {
    const library = Deno.dlopen(path, { [symbol]: { parameters: ["buffer"], result: "i32" } });
    const version = new Int32Array(1);
    (library.symbols[symbol] as (into: Int32Array<ArrayBuffer>) => number)(version);
    return versionOf(version[0]);
  };
}

/** Reads the version of cuDNN, such as 91002 for 9.10.2. */
function cudnnVersion(path: string): string {
  const library = Deno.dlopen(path, { cudnnGetVersion: { parameters: [], result: "usize" } });
  const version = Number(library.symbols.cudnnGetVersion());
  return [Math.floor(version / 10000), Math.floor(version / 100) % 100, version % 100].join(".");
}

function versionOf(number: number): string {
  return `${Math.floor(number / 1000)}.${Math.floor(number % 1000 / 10)}`;
}

function driverVersion(): string | undefined {
  const file = "/proc/driver/nvidia/version";
  return existsSync(file) ? Deno.readTextFileSync(file).match(/\b\d+\.\d+(\.\d+)?\b/)?.[0] : undefined;
}

/** What the system's loader says, without the words that Deno puts around it. */
function reason(error: unknown): string {
  return (error as Error).message.replaceAll("Could not open library: ", "").replace(/\.$/, "");
}
