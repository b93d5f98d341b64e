/** The libraries that TensorFlow's CUDA build opens, the NVIDIA driver first. */
const libraries = [
  ["libcuda.so.1", "the NVIDIA driver"],
  ["libcudart.so.12", "nvidia-cuda-runtime-cu12"],
  ["libcublas.so.12", "nvidia-cublas-cu12"],
  ["libcublasLt.so.12", "nvidia-cublas-cu12"],
  ["libcufft.so.11", "nvidia-cufft-cu12"],
  ["libcusolver.so.11", "nvidia-cusolver-cu12"],
  ["libcusparse.so.12", "nvidia-cusparse-cu12"],
  ["libcudnn.so.9", "nvidia-cudnn-cu12"],
] as const;

/** Returns one clause that says which CUDA library cannot be loaded, or that the driver lists no GPU. */
export function missingCudaLibrary(): string {
  for (const [library, source] of libraries) {
    try {
      Deno.dlopen(library, {}).close();
    } catch {
      return source === "the NVIDIA driver"
        ? `${library}, a part of the NVIDIA driver, cannot be loaded (install the driver, or leave the device to \`cpu\`)`
        : `${library} of ${source} cannot be loaded (run \`deno task setup --device cuda\`)`;
    }
  }
  return "the driver and CUDA's libraries load, but the driver lists no GPU (see `nvidia-smi` and CUDA_VISIBLE_DEVICES)";
}

/** Returns the name of the first GPU that the CUDA driver shows to this process, as TensorFlow sees it. */
export function cudaDevice(): string {
  const driver = Deno.dlopen("libcuda.so.1", {
    cuInit: { parameters: ["u32"], result: "i32" },
    cuDeviceGetName: { parameters: ["buffer", "i32", "i32"], result: "i32" },
  });
  try {
    const name = new Uint8Array(256);
    if (driver.symbols.cuInit(0) !== 0 || driver.symbols.cuDeviceGetName(name, name.length, 0) !== 0) {
      throw new Error("The CUDA driver did not tell the name of its first GPU.");
    }
    return new TextDecoder().decode(name.subarray(0, name.indexOf(0)));
  } finally {
    driver.close();
  }
}
